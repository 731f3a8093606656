/* SPDX-License-Identifier: Apache-2.0 */
/* The entry of the libcamera part: the table of functions, and the one CameraManager. */
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "libcamera_camera.h"
#include "libcamera_version.h"

#define RLC_STRING_(x) #x
#define RLC_STRING(x) RLC_STRING_(x)

using rlc::guarded;
using rlc::OpenCamera;

namespace rlc
{

int fail(rlc_error *error, int code, const char *format, ...) noexcept
{
	if (error) {
		va_list arguments;
		va_start(arguments, format);
		vsnprintf(error->message, sizeof(error->message), format, arguments);
		va_end(arguments);
	}
	return code;
}

namespace
{

constexpr Version kCompiled{ LIBCAMERA_VERSION_MAJOR, LIBCAMERA_VERSION_MINOR, LIBCAMERA_VERSION_PATCH };
constexpr char kCompiledVersion[] = RLC_STRING(LIBCAMERA_VERSION_MAJOR) "." RLC_STRING(
	LIBCAMERA_VERSION_MINOR) "." RLC_STRING(LIBCAMERA_VERSION_PATCH);

/*
 * libcamera aborts a process that makes a second CameraManager, so there is one, which managers and open cameras count.
 * A plain pointer: a process that exits with cameras open must not run libcamera's shutdown from a static destructor.
 */
std::mutex managerMutex;
libcamera::CameraManager *theManager;
unsigned int managerReferences;

std::string runtimeVersion()
{
	const std::string &version = libcamera::CameraManager::version();
	return !version.empty() && version[0] == 'v' ? version.substr(1) : version;
}

/* Set before the manager is made, and by the same value each time. */
const rlc_host *theHost;

/* Connected to a manager until that is deleted, and with it the signals. Runs on libcamera's thread. */
class CameraWatch
{
      public:
	void added(std::shared_ptr<libcamera::Camera> camera) noexcept
	{
		tell(RLC_EVENT_ADDED, *camera);
	}

	void removed(std::shared_ptr<libcamera::Camera> camera) noexcept
	{
		tell(RLC_EVENT_REMOVED, *camera);
	}

      private:
	static void tell(uint32_t type, const libcamera::Camera &camera) noexcept
	{
		guarded(nullptr, [&] {
			rlc_camera_info info = {};
			info.size = sizeof(info);
			describeCamera(camera, &info);
			theHost->camera(type, &info);
			return 0;
		});
	}
};

CameraWatch theWatch;

} /* namespace */

void setHost(const rlc_host *host)
{
	std::lock_guard<std::mutex> lock(managerMutex);
	theHost = host;
	takeLog(host->log);
}

int retainManager(libcamera::CameraManager **manager, rlc_error *error)
{
	std::lock_guard<std::mutex> lock(managerMutex);
	if (!theManager) {
		auto created = std::make_unique<libcamera::CameraManager>();
		created->cameraAdded.connect(&theWatch, &CameraWatch::added);
		created->cameraRemoved.connect(&theWatch, &CameraWatch::removed);
		int ret = created->start();
		if (ret)
			return fail(error, ret < 0 ? ret : -EIO, "libcamera %s does not start: %s",
				    runtimeVersion().c_str(), std::strerror(std::abs(ret)));
		theManager = created.release();
	}
	managerReferences++;
	*manager = theManager;
	return 0;
}

void releaseManager() noexcept
{
	std::lock_guard<std::mutex> lock(managerMutex);
	if (--managerReferences)
		return;
	delete theManager;
	theManager = nullptr;
}

void describeCamera(const libcamera::Camera &camera, rlc_camera_info *info)
{
	const libcamera::ControlList &properties = camera.properties();

	info->kind = RLC_KIND_LIBCAMERA;
	info->location = RLC_LOCATION_UNKNOWN;
	const auto location = properties.get(libcamera::properties::Location);
	if (location) {
		switch (*location) {
		case libcamera::properties::CameraLocationFront:
			info->location = RLC_LOCATION_FRONT;
			break;
		case libcamera::properties::CameraLocationBack:
			info->location = RLC_LOCATION_BACK;
			break;
		case libcamera::properties::CameraLocationExternal:
			info->location = RLC_LOCATION_EXTERNAL;
			break;
		}
	}

	std::snprintf(info->id, sizeof(info->id), "%s", camera.id().c_str());
	/* A std::string or, since 0.6, a string_view. */
	const auto model = properties.get(libcamera::properties::Model);
	const int length = model ? static_cast<int>(model->size()) : 0;
	std::snprintf(info->model, sizeof(info->model), "%.*s", length, model ? model->data() : "");
}

} /* namespace rlc */

namespace
{

OpenCamera *asCamera(void *camera)
{
	return static_cast<OpenCamera *>(camera);
}

int partOpen(void **self, char version[RLC_NAME_SIZE], const rlc_host *host, rlc_error *error) noexcept
{
	return guarded(error, [&] {
		const std::string runtime = rlc::runtimeVersion();
		std::snprintf(version, RLC_NAME_SIZE, "%s", runtime.c_str());
		if (!rlc::sameAbi(rlc::kCompiled, runtime))
			return rlc::fail(error, -EPROTO,
					 "libcamera %s is loaded, but this part was compiled for libcamera %s",
					 runtime.c_str(), rlc::kCompiledVersion);
		rlc::setHost(host);
		libcamera::CameraManager *manager;
		int ret = rlc::retainManager(&manager, error);
		if (!ret)
			*self = manager;
		return ret;
	});
}

void partClose(void *) noexcept
{
	guarded(nullptr, [] {
		rlc::releaseManager();
		return 0;
	});
}

int partCameras(void *self, rlc_camera_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error) noexcept
{
	return guarded(error, [&] {
		uint32_t found = 0;
		for (const auto &camera : static_cast<libcamera::CameraManager *>(self)->cameras()) {
			if (found < capacity)
				rlc::describeCamera(*camera, &infos[found]);
			found++;
		}
		*count = found;
		return 0;
	});
}

int partCameraOpen(void *self, const char *id, void **camera, rlc_error *error) noexcept
{
	return guarded(error, [&] {
		std::shared_ptr<libcamera::Camera> found =
			static_cast<libcamera::CameraManager *>(self)->get(std::string(id));
		if (!found)
			return rlc::fail(error, -ENODEV, "libcamera has no camera '%s'", id);
		*camera = new OpenCamera(std::move(found));
		return 0;
	});
}

void partCameraClose(void *camera) noexcept
{
	guarded(nullptr, [&] {
		/* Where closing throws, libcamera may still call the object: then it is better leaked. */
		asCamera(camera)->close();
		delete asCamera(camera);
		return 0;
	});
}

int partInfo(void *camera, rlc_camera_info *info, rlc_error *error) noexcept
{
	return guarded(error, [&] {
		rlc::describeCamera(asCamera(camera)->camera(), info);
		return 0;
	});
}

int partFormats(void *camera, uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count,
		rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->formats(role, formats, capacity, count, error); });
}

int partValidate(void *camera, rlc_configuration *configuration, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->validate(configuration, error); });
}

int partAcquire(void *camera, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->acquire(error); });
}

int partRelease(void *camera, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->release(error); });
}

int partConfigure(void *camera, rlc_configuration *configuration, const rlc_plane *planes, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->configure(configuration, planes, error); });
}

void partUnconfigure(void *camera) noexcept
{
	guarded(nullptr, [&] {
		asCamera(camera)->unconfigure();
		return 0;
	});
}

int partPlane(void *camera, uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->plane(slot, stream, plane, out, error); });
}

int partStart(void *camera, rlc_ring *ring, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->start(ring, error); });
}

int partQueue(void *camera, uint32_t slot, const void *controls, uint32_t size, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->queue(slot, controls, size, -1, error); });
}

int partQueueFenced(void *camera, uint32_t slot, const void *controls, uint32_t size, int fence,
		    rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->queue(slot, controls, size, fence, error); });
}

int partStop(void *camera, rlc_error *error) noexcept
{
	return guarded(error, [&] { return asCamera(camera)->stop(error); });
}

int partControlName(void *camera, uint32_t control, char *buffer, size_t size) noexcept
{
	return guarded(nullptr, [&] {
		const std::string name = rlc::controlName(asCamera(camera)->camera(), control);
		if (name.empty())
			return -ENOENT;
		std::snprintf(buffer, size, "%s", name.c_str());
		return 0;
	});
}

int partControlFind(void *camera, const char *name, rlc_control_info *info, rlc_error *error) noexcept
{
	return guarded(error, [&] { return rlc::findControl(asCamera(camera)->camera(), name, info, error); });
}

int partControls(void *camera, rlc_control_info *infos, uint32_t capacity, uint32_t *count, rlc_error *error) noexcept
{
	return guarded(error, [&] {
		*count = rlc::listControls(asCamera(camera)->camera(), infos, capacity);
		return 0;
	});
}

int partEnumerators(void *camera, rlc_enumerator *enumerators, uint32_t capacity, uint32_t *count,
		    rlc_error *error) noexcept
{
	return guarded(error, [&] {
		*count = rlc::listEnumerators(asCamera(camera)->camera(), enumerators, capacity);
		return 0;
	});
}

int partControlNames(void *camera, uint32_t kind, rlc_named_control *names, uint32_t capacity, uint32_t *count,
		     rlc_error *error) noexcept
{
	return guarded(error, [&] {
		*count = rlc::listControlNames(asCamera(camera)->camera(), kind, names, capacity);
		return 0;
	});
}

int partProperties(void *camera, void *list, uint32_t capacity, uint32_t *size, rlc_error *error) noexcept
{
	return guarded(error, [&] {
		uint32_t dropped;
		*size = rlc::writeControls(asCamera(camera)->camera().properties(), static_cast<uint8_t *>(list),
					   capacity, &dropped);
		return dropped ? -ENOSPC : 0;
	});
}

const rlc_backend backend = {
	sizeof(rlc_backend), RLC_BACKEND_VERSION, partOpen,         partClose,       partCameras,
	partCameraOpen,      partCameraClose,     partInfo,         partFormats,     partValidate,
	partAcquire,         partRelease,         partConfigure,    partUnconfigure, partPlane,
	partStart,           partQueue,           partStop,         partControlName, partControlFind,
	partControls,        partEnumerators,     partControlNames, partProperties,  partQueueFenced,
};

} /* namespace */

extern "C" RLC_API const rlc_backend *rlc_libcamera_part(const char **compiled_version) noexcept
{
	if (compiled_version)
		*compiled_version = rlc::kCompiledVersion;
	return &backend;
}
