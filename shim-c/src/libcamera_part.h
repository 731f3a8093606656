/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the libcamera part share. The part is one shared object per libcamera version; its only exported
 * symbol is rlc_libcamera_part().
 */
#ifndef RLC_LIBCAMERA_PART_H
#define RLC_LIBCAMERA_PART_H

#include <cerrno>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <stdint.h>
#include <string>
#include <vector>

#include <libcamera/libcamera.h>

#include "backend.h"

/* True where the part is compiled for libcamera MAJOR.MINOR.PATCH or newer. */
#define RLC_LIBCAMERA_AT_LEAST(major, minor, patch)                                                                    \
	(LIBCAMERA_VERSION_MAJOR * 1000000 + LIBCAMERA_VERSION_MINOR * 1000 + LIBCAMERA_VERSION_PATCH >=               \
	 1000000 * (major) + 1000 * (minor) + (patch))

namespace rlc
{

/* Puts a sentence in ERROR and returns CODE. */
int fail(rlc_error *error, int code, const char *format, ...) noexcept __attribute__((format(printf, 3, 4)));

/* Runs FUNCTION at the border to C: what it throws becomes a negative errno and a sentence. */
template <typename Function> int guarded(rlc_error *error, Function &&function) noexcept
{
	try {
		return function();
	} catch (const std::bad_alloc &) {
		return fail(error, -ENOMEM, "out of memory");
	} catch (const std::exception &exception) {
		return fail(error, -EIO, "unexpected failure: %s", exception.what());
	} catch (...) {
		return fail(error, -EIO, "unexpected failure of unknown type");
	}
}

/*
 * libcamera_part.cpp: counted references to the process's one CameraManager, which the first starts and the last
 * destroys. ERROR is filled in where the first fails. Thread-safe.
 */
int retainManager(libcamera::CameraManager **manager, rlc_error *error);
void releaseManager() noexcept;

/* libcamera_log.cpp: lines of libcamera's log go to LOG from here on, unless it is null. */
void takeLog(void (*log)(const char *text, size_t length));

void describeCamera(const libcamera::Camera &camera, rlc_camera_info *info);

/* libcamera_formats.cpp */
struct PlaneLayout {
	unsigned int offset;
	unsigned int length;
	unsigned int stride;
};

/* Planes of a frame in one contiguous piece of memory, of `frameSize` bytes or more. Empty: the size is not known. */
std::vector<PlaneLayout> layoutOf(const libcamera::StreamConfiguration &cfg);

/* Bytes per line of one plane; 0 for compressed formats. */
unsigned int strideOf(const libcamera::StreamConfiguration &cfg, unsigned int plane);

/* "NV12, MJPEG": what a stream offers, for messages. */
std::string formatNames(const libcamera::StreamFormats &formats);

/* Writes up to CAPACITY entries and returns how many there are. */
uint32_t listFormats(const libcamera::StreamFormats &formats, rlc_format *out, uint32_t capacity);

/* libcamera_picture.cpp */

libcamera::ColorSpace colorSpaceOf(const rlc_color_space &space);
rlc_color_space describeColorSpace(const std::optional<libcamera::ColorSpace> &space);

/* Puts the orientation and the sensor configuration that were asked for into CONFIG. -ENOTSUP: an older libcamera's. */
int applyPictureWish(const rlc_configuration &asked, libcamera::CameraConfiguration *config, rlc_error *error);

/* Tells what became of them in OUT, and returns what was adjusted. */
uint32_t describePicture(const rlc_configuration &asked, const libcamera::CameraConfiguration &config,
			 rlc_configuration *out);

/* libcamera_controls.cpp */

/* Writes CONTROLS as rlc_control_entry, each followed by its value, and returns the bytes written. Allocates nothing.
 */
uint32_t writeControls(const libcamera::ControlList &controls, uint8_t *out, uint32_t capacity,
		       uint32_t *dropped) noexcept;

/* "libcamera::ExposureTime"; empty if there is no such control. */
std::string controlName(const libcamera::Camera &camera, uint32_t control);

/* The control that requests can set and that has this name. -ENOENT: the sentence tells whether libcamera knows it. */
int findControl(const libcamera::Camera &camera, const char *name, rlc_control_info *info, rlc_error *error);

/* Describes up to CAPACITY of the controls that requests can set, and returns how many there are. */
uint32_t listControls(const libcamera::Camera &camera, rlc_control_info *infos, uint32_t capacity);

/* The names of the values of those controls, where libcamera has such names; counts in the same way. */
uint32_t listEnumerators(const libcamera::Camera &camera, rlc_enumerator *out, uint32_t capacity);

/* The names of all controls, or properties, that libcamera or CAMERA knows; counts in the same way. */
uint32_t listControlNames(const libcamera::Camera &camera, uint32_t kind, rlc_named_control *out, uint32_t capacity);

/* Puts a list that was checked into CONTROLS, a request's own. -ENOENT: not this camera's. -EINVAL: of another type. */
int readControls(const libcamera::Camera &camera, const void *list, uint32_t size, libcamera::ControlList *controls,
		 rlc_error *error);

/* Minimum and maximum of FrameDurationLimits in microseconds; false where the camera has no such control. */
bool frameDurationLimits(const libcamera::Camera &camera, int64_t *minimum, int64_t *maximum);

/* libcamera_memory.cpp */

/* False for cameras that no kernel device backs, as those of the virtual pipeline. */
bool hasDevice(const libcamera::Camera &camera);

/* False where the camera's allocator is bound to fail, which libcamera would only tell by logging errors. */
bool canAllocate(const libcamera::Camera &camera);

/* The buffers of a configured camera: the same number for each of its streams. Thread-bound. */
class FrameMemory
{
      public:
	/*
	 * Makes buffers for every stream of CONFIG, which the camera has been configured with. KIND is one of enum
	 * rlc_memory. IMPORTED is how many there shall be per stream, where the camera does not decide it itself.
	 */
	int allocate(const std::shared_ptr<libcamera::Camera> &camera, const libcamera::CameraConfiguration &config,
		     uint32_t kind, uint32_t imported, rlc_error *error);

	/* The same with the first COUNT of the buffers that ASKED has PLANES of, as rlc_camera_configure_imported() says. */
	int adopt(const libcamera::CameraConfiguration &config, const rlc_configuration &asked, const rlc_plane *planes,
		  uint32_t count, rlc_error *error);

	/* The kind in use, never RLC_MEMORY_AUTO. */
	uint32_t kind() const
	{
		return kind_;
	}
	uint32_t count() const
	{
		return count_;
	}
	libcamera::FrameBuffer *buffer(uint32_t stream, uint32_t index) const
	{
		return buffers_[stream][index];
	}
	/* References to the camera that it holds. */
	long cameraReferences() const
	{
		return allocator_ ? 1 : 0;
	}

      private:
	int allocateAuto(const std::shared_ptr<libcamera::Camera> &camera, const libcamera::CameraConfiguration &config,
			 uint32_t imported, rlc_error *error);
	int allocateFromCamera(const std::shared_ptr<libcamera::Camera> &camera,
			       const libcamera::CameraConfiguration &config, rlc_error *error);
	int import(const libcamera::CameraConfiguration &config, uint32_t kind, uint32_t count, rlc_error *error);

	uint32_t kind_ = RLC_MEMORY_AUTO;
	uint32_t count_ = 0;
	std::unique_ptr<libcamera::FrameBufferAllocator> allocator_;
	std::vector<std::unique_ptr<libcamera::FrameBuffer>> imported_;
	std::vector<std::vector<libcamera::FrameBuffer *>> buffers_;
};

} /* namespace rlc */

#endif /* RLC_LIBCAMERA_PART_H */
