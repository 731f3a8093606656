/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The C ABI of reactor-libcamera: cameras of libcamera and simulated ones behind flat functions.
 *
 * Rules that hold for every function here:
 *  - It returns 0 or a negative errno, but for rlc_last_error(), which then has a sentence for the calling thread; none is
 *    kept for -ETIMEDOUT.
 *  - Nothing that a caller passes aborts the process: handles are checked, states are checked, C++ exceptions end at the border.
 *  - Handles are numbers, never reused. A call with a closed handle returns -EBADF; closing twice is harmless in the same way.
 *  - Every struct starts with its size, which the caller sets to sizeof(struct). Structs only grow at their end.
 *  - Functions are thread-safe unless they say otherwise. Configure, start, stop, release and close of one camera are
 *    serialised by the shim; the two functions that queue run beside them and are refused from the moment a stop begins.
 *
 * States of a camera, named as libcamera names them:
 *
 *                 acquire              configure               start
 *     AVAILABLE ----------> ACQUIRED ------------> CONFIGURED -------> RUNNING
 *         ^                    |    configure again ^    |  ^             |
 *         |       release      |                    +----+  +---- stop ---+
 *         +--------------------+-------------------------+
 */
#ifndef REACTOR_LIBCAMERA_H
#define REACTOR_LIBCAMERA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RLC_API __attribute__((visibility("default")))

/* Raised when an existing offset, size or meaning changes; a loader of another version refuses the library. */
#define RLC_ABI_VERSION 2u

#define RLC_MAX_STREAMS 4u
#define RLC_MAX_PLANES 4u
#define RLC_MAX_SLOTS 64u

#define RLC_ID_SIZE 256u
#define RLC_MODEL_SIZE 128u
#define RLC_FORMAT_SIZE 32u
#define RLC_NAME_SIZE 64u
#define RLC_MESSAGE_SIZE 512u
/* Bytes of the largest list of controls that a request takes. */
#define RLC_CONTROLS_SIZE 3072u
/* Bytes of the largest element of a control's value: a rectangle. */
#define RLC_CONTROL_ELEMENT_SIZE 16u

/* ---- The library itself ---------------------------------------------------------------------------------------------- */

/* What a loader compares with its own constants before it calls anything else. */
typedef struct rlc_abi_info {
	uint32_t size;
	uint32_t abi_version;
	uint32_t manager_options_size;
	uint32_t libcamera_info_size;
	uint32_t camera_info_size;
	uint32_t format_size;
	uint32_t stream_configuration_size;
	uint32_t configuration_size;
	uint32_t plane_size;
	uint32_t ring_header_size;
	uint32_t ring_tail_offset;
	uint32_t ring_head_offset;
	uint32_t ring_wake_offset;
	uint32_t ring_sleeping_offset;
	uint32_t ring_disconnected_offset;
	uint32_t record_size;
	uint32_t slot_header_size;
	uint32_t slot_frames_offset;
	uint32_t frame_header_size;
	uint32_t control_entry_size;
	uint32_t control_info_size;
	uint32_t slot_captured_offset;
	uint32_t named_control_size;
	uint32_t enumerator_size;
	uint32_t event_size;
} rlc_abi_info;

/* Fills in INFO, of which only info->size is read: at most that many bytes are written. */
RLC_API int rlc_abi(rlc_abi_info *info);

/* Copies the message of the calling thread's last failed call into BUFFER, always terminated; returns its full length. */
RLC_API int rlc_last_error(char *buffer, uint64_t size);

/* ---- Managers -------------------------------------------------------------------------------------------------------- */

typedef struct rlc_manager_options {
	uint32_t size;
	uint32_t simulated; /* 0: leave the simulated cameras out */
	uint32_t libcamera; /* 0: leave libcamera out */
	uint32_t log; /* enum rlc_log_level: which lines of libcamera's log become events */
	/* Folder that holds the libcamera parts; empty: the folder this library was loaded from. */
	char part_directory[1024];
} rlc_manager_options;

/* How it went with libcamera. */
enum rlc_libcamera_state {
	RLC_LIBCAMERA_LEFT_OUT = 0, /* the options did not ask for it */
	RLC_LIBCAMERA_READY = 1,
	RLC_LIBCAMERA_NOT_INSTALLED = 2, /* no libcamera.so on this machine */
	RLC_LIBCAMERA_OTHER_VERSION = 3, /* a libcamera is there, but no part was compiled for it */
	RLC_LIBCAMERA_NO_PART = 4, /* this build of the shim has no libcamera part at all */
	RLC_LIBCAMERA_FAILED = 5, /* it loaded and would not start */
};

typedef struct rlc_libcamera_info {
	uint32_t size;
	uint32_t state; /* enum rlc_libcamera_state */
	char runtime_version[RLC_NAME_SIZE]; /* of the loaded or found library, e.g. "0.7.1"; empty if none */
	char compiled_version[RLC_NAME_SIZE]; /* of the part in use, or of all parts there are: "0.4, 0.0.3" */
	char message[RLC_MESSAGE_SIZE]; /* a sentence for people, empty when ready */
} rlc_libcamera_info;

/*
 * Starts the camera system and puts a handle in *MANAGER. Never fails because of libcamera: see rlc_manager_libcamera().
 * All managers of a process share libcamera's one CameraManager. Blocks while libcamera enumerates.
 * -EINVAL: a null pointer or a size that is not this ABI's. -EMFILE: too many managers.
 */
RLC_API int rlc_manager_open(const rlc_manager_options *options, uint64_t *manager);

/* Closes every camera that was opened from MANAGER, then the manager. */
RLC_API int rlc_manager_close(uint64_t manager);

RLC_API int rlc_manager_libcamera(uint64_t manager, rlc_libcamera_info *info);

enum rlc_camera_kind { RLC_KIND_SIMULATED = 1, RLC_KIND_LIBCAMERA = 2 };
enum rlc_location {
	RLC_LOCATION_UNKNOWN = 0,
	RLC_LOCATION_FRONT = 1,
	RLC_LOCATION_BACK = 2,
	RLC_LOCATION_EXTERNAL = 3
};

typedef struct rlc_camera_info {
	uint32_t size;
	uint32_t kind; /* enum rlc_camera_kind */
	uint32_t location; /* enum rlc_location */
	uint32_t reserved;
	char id[RLC_ID_SIZE];
	char model[RLC_MODEL_SIZE];
} rlc_camera_info;

/*
 * Writes up to CAPACITY cameras, libcamera's first, and puts the number that there are in *COUNT, which may be more.
 * Each element's size must be set by the caller.
 */
RLC_API int rlc_manager_cameras(uint64_t manager, rlc_camera_info *infos, uint32_t capacity, uint32_t *count);

/* ---- Events ---------------------------------------------------------------------------------------------------------- */

enum rlc_log_level {
	RLC_LOG_UNTOUCHED = 0, /* libcamera writes its log itself, to where LIBCAMERA_LOG_FILE says or to stderr */
	RLC_LOG_OFF = 1, /* libcamera's log goes nowhere */
	RLC_LOG_ERROR =
		2, /* also what libcamera calls fatal, which in addition goes to stderr, as the process ends then */
	RLC_LOG_WARN = 3,
	RLC_LOG_INFO = 4,
	RLC_LOG_DEBUG = 5, /* of those categories for which LIBCAMERA_LOG_LEVELS asks for it */
};

enum rlc_event_type {
	RLC_EVENT_ADDED = 1, /* a camera is there */
	RLC_EVENT_REMOVED = 2, /* a camera is gone */
	RLC_EVENT_LOST = 3, /* too many of those were not fetched, and all are forgotten: list the cameras anew */
	RLC_EVENT_LOG = 4, /* a line of libcamera's log */
};

typedef struct rlc_event {
	uint32_t size;
	uint32_t type; /* enum rlc_event_type */
	uint32_t level; /* of a line: enum rlc_log_level, RLC_LOG_ERROR or more */
	uint32_t lost; /* events that were forgotten, or lines after this one that nobody fetched in time */
	rlc_camera_info camera; /* that was added or removed, as it is or was */
	char category[RLC_NAME_SIZE]; /* of a line, as in "Camera"; empty: unknown */
	char message[RLC_MESSAGE_SIZE]; /* of a line, as in "camera_manager.cpp:327 libcamera v0.7.1" */
} rlc_event;

/*
 * Fetches the next event, for which it waits; at most TIMEOUT_NS unless that is negative. For one thread per manager. The cameras
 * that libcamera finds at its start are events as well. Lines of the log are the process's: each goes to one of the managers, and how
 * the first manager with libcamera wants the log is how it is taken from libcamera; the latest decides on the level.
 * -ETIMEDOUT: there was none. -EBADF: the manager is closed, perhaps just now.
 */
RLC_API int rlc_manager_event(uint64_t manager, int64_t timeout_ns, rlc_event *event);

/* ---- Cameras, cold path ---------------------------------------------------------------------------------------------- */

/*
 * Opens a handle on a camera, without acquiring it. -ENODEV: no such camera, or one that is disconnected. -EINVAL: an id that is
 * empty, too long, or has options that are unknown or out of range.
 *
 * The simulated cameras are simulated:bars, simulated:gradient and simulated:noise. With a number from 1 to 255, as simulated:bars:1,
 * there are more of each, which are not listed and share a plug with the one that is. A handle's id may carry options, in any order
 * and combination, as in "simulated:bars?fps=120&errors=10"; the camera is the same whatever they are. They count from each start.
 *
 *   fps=N            1 to 1000 pictures per second, 30 by default; a picture that no request waits for is lost
 *   unpaced          a picture as soon as there is a request
 *   backlog=N        1 to 64: the camera takes pictures ahead, also while no request is queued, and keeps the newest N. A request
 *                    is answered with the oldest of them, whose timestamp and sequence precede it
 *   slow=MS          1 to 60000: a request completes no sooner than MS after its picture's timestamp; others are under way then
 *   errors=N         1 to 1000000: every N-th completed request has a frame of RLC_FRAME_ERROR, which else looks like a good one
 *   gaps=N           1 to 1000000: after every N pictures one is lost, and the sequence jumps
 *   stall=N          0 to 1000000: after N completed requests none completes any more, until it is stopped
 *   stall-below=N    1 to 64: requests complete only while N or more are queued
 *   start-refused=N  1 to 1000000: the first N starts with this id fail with -EIO, counted over all handles of the process
 *   disconnect=N     0 to 1000000: after N completed requests the camera disconnects as one that is unplugged. Those that are
 *                    queued never complete; handles that are open never get it back; it is not listed and cannot be opened
 *   reconnect=MS     0 to 1000000: it is back MS after the disconnect, for handles opened then. Without: not in this process
 *   plug             opening the handle brings the camera back that a disconnect took away
 *
 * Up to RLC_MAX_STREAMS streams at once, raw ones of SRGGB8 and others of NV12, YUV420, YUYV, RGB888, BGR888, XRGB8888, R8 or
 * MJPEG, of even sizes from 2x2 to 8192x8192. They show the same picture: bars scaled to the stream's width, the other patterns cut
 * off on the right and below. A request has as many buffers as the stream that asks for the fewest; with errors=N it is the frame of
 * the last stream that is bad.
 *
 * Requests to a simulated camera can set libcamera::Brightness (-1 to 1), ExposureTime (10 to 1000000 us) and AnalogueGain (1 to
 * 16), all of which are seen in the picture, and, unless it is unpaced, FrameDurationLimits (1000 to 10000000 us). With AeEnable the
 * picture has the light of the default exposure and gain, draft::TestPatternMode (0: off, 1: solid colour) makes it one grey, and
 * ScalerCrop is told and not seen. Values are clamped to what there is. They hold from the frame of their own request on, the duration from the next one on, until the camera
 * is started again; a completed request's metadata has those in effect for it.
 */
RLC_API int rlc_camera_open(uint64_t manager, const char *id, uint64_t *camera);

RLC_API int rlc_camera_info_get(uint64_t camera, rlc_camera_info *info);

enum rlc_stream_role {
	RLC_ROLE_RAW = 1,
	RLC_ROLE_STILL_CAPTURE = 2,
	RLC_ROLE_VIDEO_RECORDING = 3,
	RLC_ROLE_VIEWFINDER = 4
};

/* One size, or one range of sizes, of one pixel format. */
typedef struct rlc_format {
	uint32_t size;
	uint32_t min_width, min_height;
	uint32_t max_width, max_height;
	uint32_t step_width, step_height; /* 0 where minimum and maximum are the same */
	uint32_t reserved;
	char pixel_format[RLC_FORMAT_SIZE]; /* libcamera's name: "NV12", "YUYV", "RGB888", "MJPEG" */
} rlc_format;

/* The formats that a stream of ROLE can have, in the camera's order; counts as rlc_manager_cameras() does. */
RLC_API int rlc_camera_formats(uint64_t camera, uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count);

/* How pixel values stand for colours (libcamera: ColorSpace), as the numbers of these enums, none of which is 0. */
typedef struct rlc_color_space {
	uint8_t primaries;
	uint8_t transfer_function;
	uint8_t ycbcr_encoding;
	uint8_t range;
} rlc_color_space;

enum rlc_primaries {
	RLC_PRIMARIES_RAW = 1,
	RLC_PRIMARIES_SMPTE170M = 2,
	RLC_PRIMARIES_REC709 = 3,
	RLC_PRIMARIES_REC2020 = 4
};
enum rlc_transfer_function { RLC_TRANSFER_LINEAR = 1, RLC_TRANSFER_SRGB = 2, RLC_TRANSFER_REC709 = 3 };
enum rlc_ycbcr_encoding { RLC_YCBCR_NONE = 1, RLC_YCBCR_REC601 = 2, RLC_YCBCR_REC709 = 3, RLC_YCBCR_REC2020 = 4 };
enum rlc_range { RLC_RANGE_FULL = 1, RLC_RANGE_LIMITED = 2 };

typedef struct rlc_stream_configuration {
	uint32_t role; /* in: enum rlc_stream_role */
	uint32_t width, height; /* in: both 0 for the camera's default; out: what will be delivered */
	uint32_t buffer_count; /* in: 0 for the default; out: the camera's wish */
	uint32_t stride; /* out: bytes per line of plane 0; 0 for compressed formats */
	uint32_t frame_size; /* out: bytes of one frame */
	uint32_t plane_count; /* out, set by configure; in: see rlc_camera_configure_imported() */
	rlc_color_space color_space; /* in: all 0 for the default; out: all 0 if the camera does not tell */
	char pixel_format[RLC_FORMAT_SIZE]; /* in: empty for the default */
} rlc_stream_configuration;

/* Where the frames' memory comes from. */
enum rlc_memory {
	RLC_MEMORY_AUTO = 0, /* the camera's allocator, else a dma-heap, else memfd */
	RLC_MEMORY_CAMERA = 1,
	RLC_MEMORY_DMA_HEAP = 2,
	RLC_MEMORY_MEMFD = 3,
	RLC_MEMORY_IMPORTED = 4, /* the caller's, see rlc_camera_configure_imported() */
};

/* What validation changed; bits of rlc_configuration.adjusted. */
enum rlc_adjusted {
	RLC_ADJUSTED_SIZE = 1u << 0,
	RLC_ADJUSTED_PIXEL_FORMAT = 1u << 1,
	RLC_ADJUSTED_BUFFER_COUNT = 1u << 2,
	RLC_ADJUSTED_FRAME_RATE = 1u << 3, /* the camera has no control of its frame rate, or another range */
	RLC_ADJUSTED_OTHER = 1u << 4,
	RLC_ADJUSTED_COLOR_SPACE = 1u << 5,
	RLC_ADJUSTED_ORIENTATION = 1u << 6,
	RLC_ADJUSTED_SENSOR = 1u << 7,
};

/* How the sensor is read out (libcamera: SensorConfiguration). */
typedef struct rlc_sensor_configuration {
	uint32_t bit_depth; /* 0: the camera decides, and all else is 0 */
	uint32_t output_width, output_height;
	int32_t crop_x, crop_y;
	uint32_t crop_width, crop_height; /* both 0: the camera decides which part of the sensor is read */
	uint32_t bin_x, bin_y; /* pixels put together; 0 is taken for 1 */
	uint32_t skip_x_odd, skip_x_even, skip_y_odd, skip_y_even; /* steps from pixel to pixel; 0 is taken for 1 */
	uint32_t reserved;
} rlc_sensor_configuration;

typedef struct rlc_configuration {
	uint32_t size;
	uint32_t stream_count; /* 1 to RLC_MAX_STREAMS */
	uint32_t memory; /* in: enum rlc_memory; out of configure: the kind in use */
	uint32_t slot_count; /* out of configure: the number of pre-made requests */
	uint32_t adjusted; /* out: enum rlc_adjusted, against what was asked for and not left out */
	uint32_t
		orientation; /* 1 to 8 as in EXIF data (libcamera: Orientation); in: 0 for the default, which is mostly 1 */
	int64_t frame_duration_ns; /* in: time between two frames, 0 for the camera's default; out: the same, clamped */
	rlc_stream_configuration streams[RLC_MAX_STREAMS];
	rlc_sensor_configuration sensor; /* in and out */
} rlc_configuration;

/*
 * Tells what CONFIGURATION would become, without changing the camera (libcamera: CameraConfiguration::validate()).
 * -EINVAL: it cannot be made valid, or names a pixel format that nobody knows. -ENODEV: the camera is gone. -ENOTSUP: something
 * that this libcamera has no words for: before 0.2 a sensor configuration, or an orientation that is a quarter turn.
 */
RLC_API int rlc_camera_validate(uint64_t camera, rlc_configuration *configuration);

/* AVAILABLE -> ACQUIRED. -EBUSY: acquired already, by this process or another, in whatever state. -ENODEV: it is gone. */
RLC_API int rlc_camera_acquire(uint64_t camera);

/*
 * ACQUIRED or CONFIGURED -> CONFIGURED: configures the streams, allocates or imports buffers, makes one request per slot and the
 * shared memory of rlc_camera_ring(). What an earlier configure made is freed; mappings of it stay valid. Arguments that
 * no camera could have and -EACCES (wrong state) change nothing; after any other error the camera is ACQUIRED. -EINVAL: not valid. -ENOMEM: no memory of the asked kind.
 */
RLC_API int rlc_camera_configure(uint64_t camera, rlc_configuration *configuration);

/*
 * The shared memory of a configured camera: a descriptor, which the camera owns, and its size. Map it with rlc_map(); a mapping
 * stays valid after the camera is closed. Layout: rlc_ring_header.
 */
RLC_API int rlc_camera_ring(uint64_t camera, int *fd, uint64_t *size);

typedef struct rlc_plane {
	uint32_t size;
	int32_t fd; /* owned by the camera until it is configured again, released or closed */
	uint32_t offset; /* of the plane in fd */
	uint32_t length; /* bytes */
	uint32_t stride; /* bytes per line, 0 for compressed formats */
	uint32_t flags; /* enum rlc_plane_flags */
} rlc_plane;

enum rlc_plane_flags {
	RLC_PLANE_DMA_BUF = 1u << 0, /* who reads it with the processor calls rlc_fd_sync() before and after */
};

/*
 * The same with buffers of the caller's: configuration->memory is RLC_MEMORY_IMPORTED, each stream's plane_count says how many
 * planes its buffers have, and its buffer_count how many there are, as many for each stream. PLANES has all their planes, PLANE_COUNT
 * of them: those of the first stream's first buffer, of its second, and so on, then the second stream's. Of each fd, offset and
 * length are read. The descriptors are duplicated, and stay the caller's. Their memory is a dma-buf, or a memfd that cannot shrink:
 * one that can is sealed. A camera may use fewer of the buffers.
 * -EINVAL also: memory of another kind or too small for its frame, another number of planes than the pixel format has.
 */
RLC_API int rlc_camera_configure_imported(uint64_t camera, rlc_configuration *configuration, const rlc_plane *planes,
					  uint32_t plane_count);

/* Describes one plane of a slot's buffer. -EACCES: not configured. -EINVAL: no such slot, stream or plane. */
RLC_API int rlc_camera_plane(uint64_t camera, uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out);

/*
 * CONFIGURED -> RUNNING. A new generation begins (rlc_record.generation). -EACCES: wrong state. -EAGAIN: completions of earlier
 * starts are unread, and the ring might not hold those of this one as well. -ENODEV: it is gone.
 */
RLC_API int rlc_camera_start(uint64_t camera);

/*
 * RUNNING -> CONFIGURED; 0 also where it is CONFIGURED already. Blocks until the camera has handed back its requests, at most
 * as long as libcamera's Camera::stop() does. Queueing is refused from the moment of the call.
 */
RLC_API int rlc_camera_stop(uint64_t camera);

/* ACQUIRED or CONFIGURED -> AVAILABLE: frees buffers and requests. 0 also where it is AVAILABLE. -EBUSY: running. */
RLC_API int rlc_camera_release(uint64_t camera);

/* Stops and releases as needed, then ends the handle. -EBADF: closed already. */
RLC_API int rlc_camera_close(uint64_t camera);

/* ---- Controls -------------------------------------------------------------------------------------------------------- */

enum rlc_control_type {
	RLC_TYPE_NONE = 0,
	RLC_TYPE_BOOL = 1,
	RLC_TYPE_BYTE = 2,
	RLC_TYPE_INT32 = 3,
	RLC_TYPE_INT64 = 4,
	RLC_TYPE_FLOAT = 5,
	RLC_TYPE_STRING = 6,
	RLC_TYPE_RECTANGLE = 7, /* int32 x, int32 y, uint32 width, uint32 height */
	RLC_TYPE_SIZE = 8, /* uint32 width, uint32 height */
	RLC_TYPE_POINT = 9, /* int32 x, int32 y */
	RLC_TYPE_UINT16 = 10,
	RLC_TYPE_UINT32 = 11,
};

/*
 * One control of a list; its value follows, then padding to a multiple of 8 bytes. An element lies as C has it, in native byte
 * order, a bool as one byte that is 0 or 1. What is no array has one element, an array any number; a string is no array and has
 * one element, its bytes without an end. So value_size is the count times the element's size, but for a string.
 */
typedef struct rlc_control_entry {
	uint32_t control; /* see rlc_control_name() */
	uint16_t type; /* enum rlc_control_type */
	uint16_t is_array;
	uint32_t count; /* elements */
	uint32_t value_size; /* bytes, without the padding */
} rlc_control_entry;

/* What there is to know about a control before it is set (libcamera: ControlId and ControlInfo). */
typedef struct rlc_control_info {
	uint32_t size;
	uint32_t control; /* its number in this process, for rlc_control_entry; another libcamera has other numbers */
	uint32_t type; /* enum rlc_control_type */
	uint32_t is_array;
	uint32_t count; /* elements that a value has, 0 for an array of any length */
	uint32_t flags; /* enum rlc_control_flags */
	/*
	 * One element each, as it lies in a list; of an array, what holds for each of its elements, or its first. A camera may take
	 * values beyond the limits and clamp them, or ignore them.
	 */
	uint8_t minimum[RLC_CONTROL_ELEMENT_SIZE];
	uint8_t maximum[RLC_CONTROL_ELEMENT_SIZE];
	uint8_t default_value[RLC_CONTROL_ELEMENT_SIZE];
	char name[RLC_NAME_SIZE]; /* "libcamera::ExposureTime", "draft::...", "rpi::..." */
} rlc_control_info;

/* What of rlc_control_info is known. */
enum rlc_control_flags {
	RLC_CONTROL_HAS_MINIMUM = 1u << 0,
	RLC_CONTROL_HAS_MAXIMUM = 1u << 1,
	RLC_CONTROL_HAS_DEFAULT = 1u << 2,
};

/*
 * Name of a control by its number in this process, as in "libcamera::ExposureTime". RLC_NAME_SIZE bytes are enough for any.
 * -ENOENT: unknown. -ENOSPC: the buffer is too small.
 */
RLC_API int rlc_control_name(uint64_t camera, uint32_t control, char *buffer, uint64_t size);

/*
 * Looks up a control that requests to this camera can set, by NAME: "libcamera::ExposureTime", for which "ExposureTime" will do,
 * "draft::NoiseReductionMode", "rpi::StatsOutputEnable". The limits may change when the camera is configured.
 * -ENOENT: nobody knows a control of that name, or this camera does not support it; the sentence tells which.
 * -EINVAL: a null pointer, an empty or too long name, or a size that is not this ABI's.
 */
RLC_API int rlc_control_find(uint64_t camera, const char *name, rlc_control_info *info);

/* All controls that requests to this camera can set, in no particular order; counts as rlc_manager_cameras() does. */
RLC_API int rlc_camera_controls(uint64_t camera, rlc_control_info *infos, uint32_t capacity, uint32_t *count);

/* A name of a value of a control whose numbers have names (libcamera: ControlId::enumerators()). */
typedef struct rlc_enumerator {
	uint32_t size;
	uint32_t control; /* its number in this process */
	int32_t value;
	uint32_t reserved;
	char name[RLC_NAME_SIZE]; /* "AfModeAuto" */
} rlc_enumerator;

/*
 * The names of the values that the controls of this camera take, of all those controls; counts as rlc_manager_cameras() does.
 * libcamera has them since 0.4: before, there are none.
 */
RLC_API int rlc_camera_enumerators(uint64_t camera, rlc_enumerator *enumerators, uint32_t capacity, uint32_t *count);

/* Controls and properties are numbered apart. */
enum rlc_names { RLC_NAMES_CONTROLS = 0, RLC_NAMES_PROPERTIES = 1 };

typedef struct rlc_named_control {
	uint32_t size;
	uint32_t control; /* its number in this process */
	char name[RLC_NAME_SIZE]; /* "libcamera::ExposureTime" */
} rlc_named_control;

/*
 * The names of all controls, or properties, that there are, whether this camera has them or not, in no particular order; KIND is
 * one of enum rlc_names. What this camera's metadata has is among them. Counts as rlc_manager_cameras() does.
 */
RLC_API int rlc_camera_control_names(uint64_t camera, uint32_t kind, rlc_named_control *names, uint32_t capacity,
				     uint32_t *count);

/*
 * Writes what is known of the camera (libcamera: Camera::properties()) to LIST as rlc_control_entry and values, and puts the bytes
 * written in *SIZE. LIST is aligned to 8. -ENOSPC: they are more than CAPACITY.
 */
RLC_API int rlc_camera_properties(uint64_t camera, void *list, uint64_t capacity, uint64_t *size);

/* ---- Cameras, hot path ----------------------------------------------------------------------------------------------- */

/*
 * Queues the request of SLOT (libcamera: Camera::queueRequest()). The completion may arrive before this returns.
 * -EACCES: not running, or stopping. -EINVAL: no such slot. -EBUSY: the slot is queued already. -ENODEV: disconnected.
 */
RLC_API int rlc_camera_queue(uint64_t camera, uint32_t slot);

/*
 * The same with settings for this request (libcamera: Request::controls()): CONTROLS has SIZE bytes of rlc_control_entry and
 * values, and is copied. A SIZE of 0: no settings. Of a control that is listed twice the later value counts. None of them stays
 * in the request when its slot is queued again; most cameras, the simulated ones too, keep to a setting until they get another.
 * -EINVAL also: a list that is malformed or larger than RLC_CONTROLS_SIZE, or a value that is not of its control's type; the
 * sentence tells which. -ENOENT: a control that this camera does not support. After any error the slot is not queued.
 */
RLC_API int rlc_camera_queue_controls(uint64_t camera, uint32_t slot, const void *controls, uint64_t size);

/*
 * The same, and the camera takes the buffers only once FENCE can be read from, as a sync file that is signalled can (libcamera:
 * Fence). The descriptor is duplicated, and stays the caller's. Where it takes too long, 300 ms in libcamera, the request is cancelled.
 * -EBADF also: no open descriptor. -ENOTSUP: the simulated cameras, which know no fences.
 */
RLC_API int rlc_camera_queue_fenced(uint64_t camera, uint32_t slot, const void *controls, uint64_t size, int fence);

/*
 * The completion ring: one producer (the camera's thread), one consumer. The producer writes records[tail % capacity], stores
 * tail, then wakes the consumer if it sleeps. The consumer reads up to tail and stores head. To sleep it reads wake_sequence,
 * sets sleeping to 1, looks at tail (and at whatever else may wake it) once more, and calls rlc_wait(). All four words are
 * accessed sequentially consistently: each side stores its own word and then loads the other's.
 * The capacity is a power of two and has room for every slot's completion, so the ring cannot overflow as long as a slot is
 * queued again only after its record has been read; who does not keep to that loses records.
 */
typedef struct rlc_ring_header {
	uint32_t magic; /* RLC_RING_MAGIC */
	uint32_t abi_version;
	uint32_t capacity; /* records */
	uint32_t records_offset;
	uint32_t slot_count;
	uint32_t slots_offset; /* of the first rlc_slot_header */
	uint32_t slot_stride; /* from one rlc_slot_header to the next */
	uint32_t generation; /* of the latest start, also one that failed; stored before its first record */
	uint32_t reserved0[8];
	uint64_t tail; /* records written; by the producer. Own cache line. */
	uint64_t reserved1[7];
	uint64_t head; /* records read; by the consumer. Own cache line. */
	uint64_t reserved2[7];
	uint32_t wake_sequence; /* the futex word; raised by every wake-up */
	uint32_t sleeping; /* 1: the consumer sleeps or is about to; whoever turns it to 0 must wake it */
	uint32_t disconnected; /* 1: the camera is gone. Stored before the wake-up. */
	uint32_t reserved3[13];
} rlc_ring_header;

#define RLC_RING_MAGIC 0x31434c52u /* "RLC1" */

typedef struct rlc_record {
	uint32_t slot;
	uint32_t generation; /* rlc_ring_header.generation of the start this completion belongs to */
	int64_t completed_ns; /* CLOCK_MONOTONIC, when the request completed */
	uint64_t reserved[2];
} rlc_record;

enum rlc_request_status { RLC_REQUEST_COMPLETE = 1, RLC_REQUEST_CANCELLED = 2 };
enum rlc_frame_status { RLC_FRAME_SUCCESS = 0, RLC_FRAME_ERROR = 1, RLC_FRAME_CANCELLED = 2, RLC_FRAME_STARTUP = 3 };

/* Of one stream's buffer (libcamera: FrameMetadata). */
typedef struct rlc_frame_header {
	uint32_t status; /* enum rlc_frame_status */
	uint32_t sequence;
	int64_t timestamp_ns; /* as the camera gives it, see also rlc_slot_header.captured_ns; 0: it gives none */
	uint32_t plane_count;
	uint32_t bytes_used[RLC_MAX_PLANES];
	uint32_t reserved[7];
} rlc_frame_header;

/* Written by the producer before the slot's record, read by the consumer until it queues the slot again. */
typedef struct rlc_slot_header {
	uint32_t status; /* enum rlc_request_status */
	uint32_t generation;
	int64_t completed_ns;
	uint32_t stream_count;
	uint32_t metadata_size; /* bytes of rlc_control_entry and values that follow this struct */
	uint32_t metadata_dropped; /* controls that did not fit */
	uint32_t reserved0;
	/*
	 * When the picture of stream 0 was taken, on CLOCK_MONOTONIC: its timestamp, converted where the camera's clock is
	 * CLOCK_BOOTTIME. 0: unknown, as the camera gives no timestamp, or one of another clock or of more than a minute ago.
	 */
	int64_t captured_ns;
	uint32_t reserved[6];
	rlc_frame_header frames[RLC_MAX_STREAMS];
} rlc_slot_header;

/* ---- Memory and sleep ------------------------------------------------------------------------------------------------ */

/* Maps LENGTH bytes of FD, shared, and puts the address in *ADDRESS. The mapping is the caller's, whatever becomes of FD. */
RLC_API int rlc_map(int fd, uint64_t length, uint32_t writable, void **address);

RLC_API int rlc_unmap(void *address, uint64_t length);

/*
 * Makes a mapping of rlc_map() show RLC_POISON in every byte, for good and read-only, whatever was mapped there; ADDRESS and
 * LENGTH are those of the mapping, or of a part that begins with a page; the last page is replaced as a whole. It is mapped at
 * every moment: reads beside this call and after it never fault. Others' mappings of the same memory stay as they are. To be
 * unmapped with rlc_unmap() as before. The pattern takes as much memory as the largest mapping that was ever poisoned, once in
 * the process.
 * -EINVAL: an address that is null or not a page's, a length of 0, or pages that are not mapped. -ENOMEM: no memory for the
 * pattern; the mapping is as it was.
 */
RLC_API int rlc_poison(void *address, uint64_t length);

#define RLC_POISON 0xdbu

/* A second descriptor of what FD names, to be closed with rlc_fd_close(); or a negative errno. */
RLC_API int rlc_fd_duplicate(int fd);

RLC_API int rlc_fd_close(int fd);

/*
 * Brackets the reading of a dma-buf by the processor (Linux: DMA_BUF_IOCTL_SYNC): BEGIN 1 before, 0 when it is over and before the
 * buffer is queued again. May block for as long as a device still writes to it. -ENOTTY: FD is no dma-buf.
 */
RLC_API int rlc_fd_sync(int fd, uint32_t begin);

/*
 * Sleeps until RING's wake_sequence differs from EXPECTED. RING is the caller's own mapping. TIMEOUT_NS < 0: for ever.
 * 0: woken. -ETIMEDOUT. Interrupted system calls are taken up again.
 */
RLC_API int rlc_wait(void *ring, uint32_t expected, int64_t timeout_ns);

/* Raises wake_sequence and wakes the consumer. Called by whoever turned `sleeping` from 1 to 0. */
RLC_API int rlc_wake(void *ring);

#ifdef __cplusplus
}
#endif

#endif /* REACTOR_LIBCAMERA_H */
