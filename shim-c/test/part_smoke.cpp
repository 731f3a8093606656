/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drives a built libcamera part through its table of functions, without the common part of the shim.
 *
 *   part_smoke PART.so [CAMERA-ID [FRAMES]]
 *
 * Without a camera id it checks that the part loads, starts, lists cameras and closes, twice. With the id of a camera
 * of libcamera's virtual pipeline that offers 32x16 and 640x480 it captures as well. part_smoke.sh compiles and runs
 * it. SPINS in the environment is how often the consumer looks for a completion before it sleeps.
 */
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <set>
#include <string>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <thread>
#include <vector>

#include <libcamera/libcamera.h>

#include "backend.h"
#include "libcamera_version.h"
#include "ring.h"

namespace
{

int passed, failed;
rlc_error error;

void check(bool ok, const char *what, int line)
{
	if (ok) {
		passed++;
		return;
	}
	failed++;
	std::printf("part_smoke.cpp:%d: %s [last message: %s]\n", line, what, error.message);
}
#define CHECK(condition) check((condition), #condition, __LINE__)

/* What the part tells of itself. By threads of libcamera's while it starts, read after that. */
std::atomic<uint32_t> camerasAdded, linesOfLog;

const rlc_host host = {
	[](uint32_t type, const rlc_camera_info *camera) {
		camerasAdded += type == RLC_EVENT_ADDED && camera->id[0] != '\0';
	},
	[](const char *text, size_t length) { linesOfLog += text[0] == '[' && text[length - 1] == '\n'; },
};

void testVersions()
{
	using rlc::sameAbi;
	const rlc::Version newer = { 0, 7, 1 }, oldest = { 0, 0, 3 };
	for (const char *runtime :
	     { "0.7.1", "0.7.2", "0.7", "0.7.1+rpt20260205", "0.7.0+99-bfd68f78-dirty", "unknown" })
		CHECK(sameAbi(newer, runtime));
	for (const char *runtime : { "0.8.0", "0.4.1", "1.7.1", "0.70.1", "0.6.9+rpt20260205" })
		CHECK(!sameAbi(newer, runtime));
	CHECK(sameAbi(oldest, "0.0.3+22-e68e0f1e") && !sameAbi(oldest, "0.0.4") && !sameAbi(oldest, "0.1.0"));
}

int queue(const rlc_backend *part, void *camera, uint32_t slot)
{
	return part->queue(camera, slot, nullptr, 0, &error);
}

/* The memory that the common part of the shim would make. */
class Ring
{
      public:
	Ring()
	{
		constexpr uint32_t kCapacity = RLC_MAX_SLOTS;
		const uint32_t slotsOffset = 4096;
		static_assert(sizeof(rlc_ring_header) + kCapacity * sizeof(rlc_record) <= 4096, "the records fit");
		ring_.size = slotsOffset + RLC_MAX_SLOTS * RLC_SLOT_STRIDE;
		ring_.fd = memfd_create("ring", MFD_CLOEXEC);
		if (ring_.fd < 0 || ftruncate(ring_.fd, static_cast<off_t>(ring_.size)))
			std::exit(2);
		void *memory = mmap(nullptr, ring_.size, PROT_READ | PROT_WRITE, MAP_SHARED, ring_.fd, 0);
		if (memory == MAP_FAILED)
			std::exit(2);
		ring_.header = static_cast<rlc_ring_header *>(memory);
		ring_.records = reinterpret_cast<rlc_record *>(ring_.header + 1);
		ring_.slots = static_cast<char *>(memory) + slotsOffset;
		ring_.capacity = kCapacity;
	}
	~Ring()
	{
		munmap(ring_.header, ring_.size);
		close(ring_.fd);
	}
	rlc_ring *get()
	{
		return &ring_;
	}
	rlc_ring_header *header()
	{
		return ring_.header;
	}

	/* Waits for a completion, at first by looking for it; -1 after a second without one. */
	int take(rlc_record *record)
	{
		for (int i = 0; i < spins_; i++) {
			if (__atomic_load_n(&ring_.header->tail, __ATOMIC_SEQ_CST) != ring_.header->head)
				return pop(ring_.header->head, record);
		}
		for (int i = 0; i < 1000; i++) {
			uint64_t head = ring_.header->head;
			if (__atomic_load_n(&ring_.header->tail, __ATOMIC_SEQ_CST) != head)
				return pop(head, record);
			uint32_t expected = __atomic_load_n(&ring_.header->wake_sequence, __ATOMIC_SEQ_CST);
			__atomic_store_n(&ring_.header->sleeping, 1u, __ATOMIC_SEQ_CST);
			if (__atomic_load_n(&ring_.header->tail, __ATOMIC_SEQ_CST) == head) {
				const timespec timeout = { 0, 1000000 };
				syscall(SYS_futex, &ring_.header->wake_sequence, FUTEX_WAIT, expected, &timeout,
					nullptr, 0);
			}
			__atomic_store_n(&ring_.header->sleeping, 0u, __ATOMIC_SEQ_CST);
		}
		return -1;
	}

      private:
	int pop(uint64_t head, rlc_record *record)
	{
		*record = ring_.records[head & (ring_.capacity - 1)];
		__atomic_store_n(&ring_.header->head, head + 1, __ATOMIC_SEQ_CST);
		return 0;
	}

	rlc_ring ring_ = {};
	const int spins_ = std::getenv("SPINS") ? std::atoi(std::getenv("SPINS")) : 0;
};

rlc_configuration viewfinder(uint32_t width, uint32_t height, const char *format, uint32_t buffers, uint32_t memory)
{
	rlc_configuration configuration = {};
	configuration.size = sizeof(configuration);
	configuration.stream_count = 1;
	configuration.memory = memory;
	configuration.streams[0].role = RLC_ROLE_VIEWFINDER;
	configuration.streams[0].width = width;
	configuration.streams[0].height = height;
	configuration.streams[0].buffer_count = buffers;
	std::snprintf(configuration.streams[0].pixel_format, RLC_FORMAT_SIZE, "%s", format);
	return configuration;
}

void testValidate(const rlc_backend *part, void *camera)
{
	rlc_configuration c = viewfinder(0, 0, "", 0, RLC_MEMORY_AUTO);
	CHECK(part->validate(camera, &c, &error) == 0 && c.adjusted == 0 && c.streams[0].width > 0);
	c = viewfinder(32, 16, "NV12", 4, RLC_MEMORY_MEMFD);
	CHECK(part->validate(camera, &c, &error) == 0 && c.adjusted == 0);
	CHECK(c.streams[0].width == 32 && c.streams[0].height == 16 && c.streams[0].stride == 32);
	CHECK(c.streams[0].frame_size == 768 && !std::strcmp(c.streams[0].pixel_format, "NV12"));
	c = viewfinder(7, 7, "", 0, RLC_MEMORY_AUTO);
	CHECK(part->validate(camera, &c, &error) == 0 && c.adjusted == RLC_ADJUSTED_SIZE && c.streams[0].width != 7);
	c = viewfinder(32, 16, "YUYV", 0, RLC_MEMORY_AUTO);
	CHECK(part->validate(camera, &c, &error) == 0 && c.adjusted == RLC_ADJUSTED_PIXEL_FORMAT);
	c = viewfinder(32, 16, "", 8, RLC_MEMORY_CAMERA);
	CHECK(part->validate(camera, &c, &error) == 0 && c.adjusted == RLC_ADJUSTED_BUFFER_COUNT);
	c = viewfinder(32, 16, "", 100000, RLC_MEMORY_MEMFD);
	CHECK(part->validate(camera, &c, &error) == 0 && c.streams[0].buffer_count == RLC_MAX_SLOTS);
	CHECK(c.adjusted == RLC_ADJUSTED_BUFFER_COUNT);
	c = viewfinder(32, 16, "", 0, RLC_MEMORY_AUTO);
	c.frame_duration_ns = 1;
	CHECK(part->validate(camera, &c, &error) == 0 && c.adjusted == RLC_ADJUSTED_FRAME_RATE &&
	      c.frame_duration_ns > 1);
	c.frame_duration_ns = -1;
	CHECK(part->validate(camera, &c, &error) == -EINVAL);

	c = viewfinder(32, 16, "", 0, RLC_MEMORY_AUTO);
	CHECK(part->validate(camera, &c, &error) == 0 && c.orientation == 1 && c.sensor.bit_depth == 0);
	const rlc_color_space space = c.streams[0].color_space;
	std::printf("  colour space %u/%u/%u/%u\n", space.primaries, space.transfer_function, space.ycbcr_encoding,
		    space.range);
	/* A pipeline need not say; that of 0.4 does not. */
	CHECK(space.primaries ? space.transfer_function && space.ycbcr_encoding && space.range
			      : !space.transfer_function && !space.ycbcr_encoding && !space.range);
	CHECK(part->validate(camera, &c, &error) == 0 && c.adjusted == 0);
	c.orientation = 3;
	CHECK(part->validate(camera, &c, &error) == 0);
	std::printf("  upside down: orientation %u, adjusted %u\n", c.orientation, c.adjusted);
	CHECK((c.orientation == 3) == !(c.adjusted & RLC_ADJUSTED_ORIENTATION));
	c.orientation = 1;
	c.streams[0].color_space = { RLC_PRIMARIES_REC2020, RLC_TRANSFER_LINEAR, RLC_YCBCR_REC2020, RLC_RANGE_FULL };
	CHECK(part->validate(camera, &c, &error) == 0);
	std::printf("  BT.2020: primaries %u, adjusted %u\n", c.streams[0].color_space.primaries, c.adjusted);
	CHECK((c.streams[0].color_space.primaries == RLC_PRIMARIES_REC2020) ==
	      !(c.adjusted & RLC_ADJUSTED_COLOR_SPACE));
	c = viewfinder(32, 16, "", 0, RLC_MEMORY_AUTO);
	c.sensor.bit_depth = 10;
	c.sensor.output_width = 640;
	c.sensor.output_height = 480;
	int ret = part->validate(camera, &c, &error);
	std::printf("  sensor: %d %s, adjusted %u\n", ret, ret ? error.message : "", c.adjusted);
	CHECK(ret == 0 || ret == -EINVAL || ret == -ENOTSUP);

	c = viewfinder(32, 16, "XYZ9", 0, RLC_MEMORY_AUTO);
	CHECK(part->validate(camera, &c, &error) == -EINVAL && std::strstr(error.message, "NV12"));
	std::printf("  unknown format: %s\n", error.message);
	c = viewfinder(32, 0, "", 0, RLC_MEMORY_AUTO);
	CHECK(part->validate(camera, &c, &error) == -EINVAL);
	c = viewfinder(0xffffffffu, 0xffffffffu, "", 0, RLC_MEMORY_AUTO);
	CHECK(part->validate(camera, &c, &error) == -EINVAL);
	c = viewfinder(32, 16, "", 0, 99);
	CHECK(part->validate(camera, &c, &error) == -EINVAL);
	c = viewfinder(32, 16, "", 0, RLC_MEMORY_AUTO);
	c.streams[0].role = RLC_ROLE_RAW;
	CHECK(part->validate(camera, &c, &error) == -EINVAL);
	std::printf("  raw role: %s\n", error.message);
	c = viewfinder(32, 16, "", 0, RLC_MEMORY_AUTO);
	c.stream_count = 4;
	for (uint32_t i = 1; i < 4; i++)
		c.streams[i] = c.streams[0];
	CHECK(part->validate(camera, &c, &error) == -EINVAL);
	std::printf("  four streams: %s\n", error.message);
	c.stream_count = 0;
	CHECK(part->validate(camera, &c, &error) == -EINVAL);
}

void testFormats(const rlc_backend *part, void *camera)
{
	rlc_format formats[64] = {};
	uint32_t count = 0;
	CHECK(part->formats(camera, RLC_ROLE_VIEWFINDER, formats, 64, &count, &error) == 0 && count > 0 && count <= 64);
	bool small = false;
	for (uint32_t i = 0; i < count && i < 64; i++) {
		std::printf("  %s %ux%u to %ux%u step %ux%u\n", formats[i].pixel_format, formats[i].min_width,
			    formats[i].min_height, formats[i].max_width, formats[i].max_height, formats[i].step_width,
			    formats[i].step_height);
		small = small || (formats[i].min_width <= 32 && formats[i].max_width >= 32);
	}
	CHECK(small);
	uint32_t again = 0;
	CHECK(part->formats(camera, RLC_ROLE_VIEWFINDER, nullptr, 0, &again, &error) == 0 && again == count);
	CHECK(part->formats(camera, 77, nullptr, 0, &again, &error) == -EINVAL);
}

/* The slots' planes, mapped. */
class Mappings
{
      public:
	Mappings(const rlc_backend *part, void *camera, const rlc_configuration &configuration)
	{
		for (uint32_t slot = 0; slot < configuration.slot_count; slot++) {
			rlc_plane plane = {};
			CHECK(part->plane(camera, slot, 0, 0, &plane, &error) == 0);
			const size_t length = plane.offset + plane.length;
			void *memory = mmap(nullptr, length, PROT_READ, MAP_SHARED, plane.fd, 0);
			CHECK(memory != MAP_FAILED);
			maps_.push_back({ static_cast<const uint8_t *>(memory), length });
		}
	}
	~Mappings()
	{
		for (auto &[memory, length] : maps_)
			munmap(const_cast<uint8_t *>(memory), length);
	}
	/* A sum that changes with the picture. */
	uint64_t digest(uint32_t slot) const
	{
		uint64_t sum = 0;
		for (size_t i = 0; i < maps_[slot].second; i++)
			sum = sum * 31 + maps_[slot].first[i];
		return sum;
	}

      private:
	std::vector<std::pair<const uint8_t *, size_t>> maps_;
};

void testMetadata(const rlc_backend *part, void *camera, const rlc_slot_header *slot)
{
	CHECK(slot->metadata_size > 0 && slot->metadata_dropped == 0);
	const char *at = reinterpret_cast<const char *>(slot + 1);
	const char *end = at + slot->metadata_size;
	bool timestamp = false;
	while (at < end) {
		rlc_control_entry entry;
		std::memcpy(&entry, at, sizeof(entry));
		char name[RLC_NAME_SIZE] = "";
		CHECK(part->control_name(camera, entry.control, name, sizeof(name)) == 0);
		std::printf("  metadata %s type %u count %u bytes %u\n", name, entry.type, entry.count,
			    entry.value_size);
		timestamp = timestamp || (!std::strcmp(name, "libcamera::SensorTimestamp") &&
					  entry.type == RLC_TYPE_INT64 && entry.value_size == 8);
		at += sizeof(entry) + (entry.value_size + 7) / 8 * 8;
	}
	CHECK(at == end && timestamp);
}

/* Captures FRAMES frames, queueing from this thread, and leaves what is in flight to stop(). */
void capture(const rlc_backend *part, void *camera, const rlc_configuration &configuration, long frames, bool first)
{
	Ring ring;
	Mappings mappings(part, camera, configuration);
	std::set<uint64_t> pictures;
	ring.get()->generation = 7;
	CHECK(part->start(camera, ring.get(), &error) == 0);
	CHECK(part->start(camera, ring.get(), &error) == -EACCES);
	const auto begin = std::chrono::steady_clock::now();
	long bad = 0, seen = 0;
	uint64_t queued = 0, taken = 0;
	for (uint32_t slot = 0; slot < configuration.slot_count; slot++, queued++)
		CHECK(queue(part, camera, slot) == 0);
	CHECK(queue(part, camera, configuration.slot_count) == -EINVAL);
	uint32_t sequence = 0;
	while (seen < frames) {
		rlc_record record;
		if (ring.take(&record) < 0) {
			CHECK(!"a completion within a second");
			break;
		}
		taken++;
		const rlc_slot_header *slot = rlc_ring_slot(ring.get(), record.slot);
		const rlc_frame_header &frame = slot->frames[0];
		if (record.generation != 7 || slot->status != RLC_REQUEST_COMPLETE || slot->stream_count != 1 ||
		    frame.status != RLC_FRAME_SUCCESS || frame.bytes_used[0] == 0 || frame.timestamp_ns == 0 ||
		    slot->captured_ns == 0 || slot->captured_ns > slot->completed_ns ||
		    (seen && frame.sequence && frame.sequence != sequence + 1))
			bad++;
		sequence = frame.sequence;
		if (seen < 20)
			pictures.insert(mappings.digest(record.slot));
		if (first && seen == 0) {
			std::printf("  sequence %u timestamp %lld planes %u bytes %u+%u\n", frame.sequence,
				    static_cast<long long>(frame.timestamp_ns), frame.plane_count, frame.bytes_used[0],
				    frame.bytes_used[1]);
			testMetadata(part, camera, slot);
		}
		seen++;
		int ret = queue(part, camera, record.slot);
		if (ret)
			bad++;
		else
			queued++;
	}
	const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
	CHECK(bad == 0);
	CHECK(pictures.size() > 1);
	CHECK(part->stop(camera, &error) == 0);
	const uint64_t tail = ring.header()->tail;
	for (rlc_record record; taken < tail && ring.take(&record) == 0;)
		taken++;
	CHECK(taken == queued);
	CHECK(queue(part, camera, 0) < 0);
	CHECK(part->stop(camera, &error) == 0);
	std::printf("  %ux%u, %u slots: %.0f frames/s\n", configuration.streams[0].width,
		    configuration.streams[0].height, configuration.slot_count,
		    static_cast<double>(seen) / seconds.count());
}

void testConfigure(const rlc_backend *part, void *camera, uint32_t width, uint32_t height, uint32_t slots, long frames)
{
	rlc_configuration c = viewfinder(width, height, "NV12", slots, RLC_MEMORY_MEMFD);
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	CHECK(c.slot_count == slots && c.memory == RLC_MEMORY_MEMFD && c.adjusted == 0);
	CHECK(c.streams[0].buffer_count == slots && c.streams[0].plane_count == 2);
	rlc_plane plane = {};
	CHECK(part->plane(camera, 0, 0, 1, &plane, &error) == 0 && plane.offset == width * height);
	CHECK(plane.length == width * height / 2 && plane.stride == width);
	CHECK(part->plane(camera, 0, 0, 2, &plane, &error) == -EINVAL);
	CHECK(part->plane(camera, 64, 0, 0, &plane, &error) == -EINVAL);
	CHECK(part->plane(camera, 0, 3, 0, &plane, &error) == -EINVAL);
	capture(part, camera, c, frames, true);
	capture(part, camera, c, std::max(frames / 10, 20L), false);
}

void testTwoStreams(const rlc_backend *part, void *camera)
{
	rlc_configuration c = viewfinder(32, 16, "", 6, RLC_MEMORY_AUTO);
	c.stream_count = 2;
	c.streams[1] = c.streams[0];
	c.streams[1].role = RLC_ROLE_VIDEO_RECORDING;
	c.streams[1].buffer_count = 0;
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	std::printf("  two streams: memory %u, %u slots, adjusted %u\n", c.memory, c.slot_count, c.adjusted);
	Ring ring;
	CHECK(part->start(camera, ring.get(), &error) == 0);
	rlc_record record;
	CHECK(queue(part, camera, 1) == 0 && ring.take(&record) == 0 && record.slot == 1);
	CHECK(rlc_ring_slot(ring.get(), 1)->stream_count == 2);
	CHECK(part->release(camera, &error) == -EBUSY);
	CHECK(part->configure(camera, &c, nullptr, &error) == -EBUSY);
	CHECK(part->stop(camera, &error) == 0);
}

/* The virtual pipeline lists FrameDurationLimits and takes no notice of it. */
void testControls(const rlc_backend *part, void *camera)
{
	rlc_control_info infos[64] = {}, info = {};
	uint32_t count = 0, again = 0;
	CHECK(part->controls(camera, infos, 64, &count, &error) == 0 && count > 0 && count <= 64);
	CHECK(part->controls(camera, nullptr, 0, &again, &error) == 0 && again == count);
	for (uint32_t i = 0; i < count && i < 64; i++) {
		std::printf("  control %u %s type %u array %u count %u flags %u\n", infos[i].control, infos[i].name,
			    infos[i].type, infos[i].is_array, infos[i].count, infos[i].flags);
		CHECK(part->control_find(camera, infos[i].name, &info, &error) == 0);
		CHECK(info.size == sizeof(info) && std::memcmp(&info, &infos[i], sizeof(info)) == 0);
	}
	CHECK(part->control_find(camera, "libcamera::LensPosition", &info, &error) == -ENOENT);
	CHECK(std::strstr(error.message, "does not support"));
	std::printf("  %s\n", error.message);
	CHECK(part->control_find(camera, "libcamera::Colour", &info, &error) == -ENOENT);
	CHECK(std::strstr(error.message, "knows no control"));
	std::printf("  %s\n", error.message);
	CHECK(part->control_find(camera, "libcamera::FrameDurationLimits", &info, &error) == 0);
	CHECK(info.type == RLC_TYPE_INT64 && info.is_array == 1 && info.count == 2);
	CHECK(info.flags & RLC_CONTROL_HAS_MINIMUM && info.flags & RLC_CONTROL_HAS_MAXIMUM);

	rlc_configuration c = viewfinder(32, 16, "", 4, RLC_MEMORY_MEMFD);
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	Ring ring;
	CHECK(part->start(camera, ring.get(), &error) == 0);
	struct {
		rlc_control_entry entry;
		int64_t values[2];
	} list = { { info.control, RLC_TYPE_INT64, 1, 2, 16 }, { 33333, 33333 } };
	rlc_record record;
	for (int i = 0; i < 3; i++) {
		CHECK(part->queue(camera, 0, &list, sizeof(list), &error) == 0);
		CHECK(ring.take(&record) == 0 && rlc_ring_slot(ring.get(), 0)->status == RLC_REQUEST_COMPLETE);
	}
	list.entry = { info.control, RLC_TYPE_INT64, 1, 1, 8 };
	CHECK(part->queue(camera, 0, &list, 24, &error) == -EINVAL);
	std::printf("  %s\n", error.message);
	list.entry = { info.control, RLC_TYPE_FLOAT, 0, 1, 4 };
	CHECK(part->queue(camera, 0, &list, 24, &error) == -EINVAL &&
	      std::strstr(error.message, "int64[2], not float"));
	list.entry.control = libcamera::controls::LensPosition.id();
	CHECK(part->queue(camera, 0, &list, 24, &error) == -ENOENT && std::strstr(error.message, "LensPosition"));
	list.entry.control = 0x7fffffff;
	CHECK(part->queue(camera, 0, &list, 24, &error) == -ENOENT);
	std::printf("  %s\n", error.message);
	CHECK(queue(part, camera, 0) == 0 && ring.take(&record) == 0);
	CHECK(part->stop(camera, &error) == 0);
	CHECK(ring.header()->tail == 4);
}

/* Stops at moments when completions are under way. */
void testStopRaces(const rlc_backend *part, void *camera)
{
	rlc_configuration c = viewfinder(32, 16, "", 8, RLC_MEMORY_MEMFD);
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	long bad = 0;
	for (int round = 0; round < 300; round++) {
		Ring ring;
		bad += part->start(camera, ring.get(), &error) != 0;
		for (uint32_t slot = 0; slot < c.slot_count; slot++)
			bad += queue(part, camera, slot) != 0;
		bad += part->stop(camera, &error) != 0;
		bad += ring.header()->tail != c.slot_count;
	}
	CHECK(bad == 0);
}

/* What an unplugged camera tells, without the unplugging. */
void testDisconnect(const rlc_backend *part, void *self, void *camera, const char *id)
{
	rlc_configuration c = viewfinder(32, 16, "", 4, RLC_MEMORY_MEMFD);
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	Ring ring;
	CHECK(part->start(camera, ring.get(), &error) == 0);
	CHECK(queue(part, camera, 0) == 0);
	static_cast<libcamera::CameraManager *>(self)->get(std::string(id))->disconnected.emit();
	CHECK(ring.header()->disconnected == 1);
	CHECK(queue(part, camera, 1) == -ENODEV);
	CHECK(part->stop(camera, &error) == 0);
	CHECK(part->start(camera, ring.get(), &error) == -ENODEV);
	std::printf("  disconnected: %s\n", error.message);
	CHECK(part->release(camera, &error) == 0);
}

/* Frames go to memory of the caller's, at the places it says. */
void testImported(const rlc_backend *part, void *camera)
{
	constexpr uint32_t kBuffers = 3, kLuma = 32 * 16, kChroma = kLuma / 2, kBuffer = 4096;
	rlc_configuration c = viewfinder(32, 16, "NV12", kBuffers, RLC_MEMORY_IMPORTED);
	c.streams[0].plane_count = 2;
	const int fd = memfd_create("imported", MFD_CLOEXEC);
	CHECK(ftruncate(fd, kBuffers * kBuffer) == 0);
	std::vector<uint8_t> before(kBuffers * kBuffer, 0xa5), after(before.size());
	CHECK(pwrite(fd, before.data(), before.size(), 0) == static_cast<ssize_t>(before.size()));
	rlc_plane planes[2 * kBuffers] = {};
	for (uint32_t i = 0; i < kBuffers; i++) {
		planes[2 * i] = { sizeof(rlc_plane), fd, i * kBuffer, kLuma, 0, 0 };
		planes[2 * i + 1] = { sizeof(rlc_plane), fd, i * kBuffer + kLuma, kChroma, 0, 0 };
	}
	planes[3].length = kChroma - 1;
	CHECK(part->configure(camera, &c, planes, &error) == -EINVAL);
	std::printf("  too small: %s\n", error.message);
	planes[3].length = kChroma;
	CHECK(part->configure(camera, &c, planes, &error) == 0);
	CHECK(c.memory == RLC_MEMORY_IMPORTED && c.slot_count == kBuffers);
	rlc_plane told = {};
	CHECK(part->plane(camera, 2, 0, 1, &told, &error) == 0 && told.fd != fd);
	CHECK(told.offset == 2 * kBuffer + kLuma && told.length == kChroma);
	Ring ring;
	CHECK(part->start(camera, ring.get(), &error) == 0);
	rlc_record record;
	CHECK(queue(part, camera, 1) == 0 && ring.take(&record) == 0 && record.slot == 1);
	CHECK(part->stop(camera, &error) == 0);
	CHECK(pread(fd, after.data(), after.size(), 0) == static_cast<ssize_t>(after.size()));
	CHECK(std::equal(before.begin(), before.begin() + kBuffer, after.begin()));
	CHECK(!std::equal(before.begin() + kBuffer, before.begin() + kBuffer + kLuma, after.begin() + kBuffer));
	CHECK(std::equal(before.begin() + 2 * kBuffer, before.end(), after.begin() + 2 * kBuffer));
	close(fd);
}

/* A request waits for its fence; one that never comes cancels it, and the next request is as any. */
void testFences(const rlc_backend *part, void *camera)
{
	rlc_configuration c = viewfinder(32, 16, "", 2, RLC_MEMORY_MEMFD);
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	Ring ring;
	CHECK(part->start(camera, ring.get(), &error) == 0);
	const int fence = eventfd(0, EFD_CLOEXEC), never = eventfd(0, EFD_CLOEXEC);
	rlc_record record;
	CHECK(part->queue_fenced(camera, 0, nullptr, 0, fence, &error) == 0);
	CHECK(ring.header()->tail == 0);
	CHECK(eventfd_write(fence, 1) == 0);
	CHECK(ring.take(&record) == 0 && rlc_ring_slot(ring.get(), 0)->status == RLC_REQUEST_COMPLETE);
	CHECK(part->queue_fenced(camera, 1, nullptr, 0, never, &error) == 0);
	CHECK(ring.take(&record) == 0 && rlc_ring_slot(ring.get(), 1)->status == RLC_REQUEST_CANCELLED);
	for (uint32_t i = 0; i < 6; i++) {
		CHECK(queue(part, camera, i % 2) == 0 && ring.take(&record) == 0 && record.slot == i % 2);
		CHECK(rlc_ring_slot(ring.get(), i % 2)->status == RLC_REQUEST_COMPLETE);
	}
	CHECK(part->queue_fenced(camera, 0, nullptr, 0, 9999, &error) == -EBADF);
	CHECK(queue(part, camera, 0) == 0 && ring.take(&record) == 0);
	CHECK(part->stop(camera, &error) == 0);
	close(fence);
	close(never);
}

/* Memory by the camera, which it may be unable to give. */
void testAllocator(const rlc_backend *part, void *camera)
{
	rlc_configuration c = viewfinder(320, 240, "", 2, RLC_MEMORY_CAMERA);
	int ret = part->configure(camera, &c, nullptr, &error);
	std::printf("  camera's memory: %d %s\n", ret, ret ? error.message : "");
	CHECK(ret == 0 || ret == -ENOMEM);
	if (ret)
		return;
	CHECK(c.memory == RLC_MEMORY_CAMERA && c.slot_count > 0);
	capture(part, camera, c, 1000, false);
	c = viewfinder(320, 240, "", 0, RLC_MEMORY_AUTO);
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	std::printf("  memory %u\n", c.memory);
}

void testCamera(const rlc_backend *part, void *self, const char *id, long frames)
{
	void *camera = nullptr, *other = nullptr;
	CHECK(part->camera_open(self, "no such camera", &camera, &error) == -ENODEV);
	CHECK(part->camera_open(self, id, &camera, &error) == 0);
	if (!camera)
		return;
	rlc_camera_info info = {};
	CHECK(part->info(camera, &info, &error) == 0 && !std::strcmp(info.id, id));
	testFormats(part, camera);
	testValidate(part, camera);
	char name[RLC_NAME_SIZE];
	CHECK(part->control_name(camera, 0x7fffffff, name, sizeof(name)) == -ENOENT);

	rlc_configuration c = viewfinder(32, 16, "", 0, RLC_MEMORY_MEMFD);
	CHECK(part->configure(camera, &c, nullptr, &error) < 0);
	CHECK(part->start(camera, nullptr, &error) == -EACCES);
	CHECK(part->acquire(camera, &error) == 0);
	CHECK(part->camera_open(self, id, &other, &error) == 0);
	CHECK(part->acquire(other, &error) == -EBUSY);
	std::printf("  busy: %s\n", error.message);
	part->camera_close(other);

	testConfigure(part, camera, 32, 16, 4, frames);
	testConfigure(part, camera, 32, 16, 8, frames);
	testConfigure(part, camera, 640, 480, 4, std::max(frames / 100, 20L));
	testTwoStreams(part, camera);
	testControls(part, camera);
	testImported(part, camera);
	testFences(part, camera);
	testStopRaces(part, camera);
	testAllocator(part, camera);
	CHECK(part->release(camera, &error) == 0);
	CHECK(part->release(camera, &error) == 0);

	/* Closing without stopping. */
	CHECK(part->acquire(camera, &error) == 0);
	CHECK(part->configure(camera, &c, nullptr, &error) == 0);
	Ring ring;
	CHECK(part->start(camera, ring.get(), &error) == 0);
	CHECK(queue(part, camera, 0) == 0);
	part->camera_close(camera);

	CHECK(part->camera_open(self, id, &camera, &error) == 0);
	CHECK(part->acquire(camera, &error) == 0);
	testDisconnect(part, self, camera, id);
	part->camera_close(camera);
}

} /* namespace */

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	const char *id = argc > 2 ? argv[2] : nullptr;
	const long frames = argc > 3 ? std::atol(argv[3]) : 200000;
	void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!library) {
		std::printf("%s\n", dlerror());
		return 1;
	}
	auto entry = reinterpret_cast<rlc_part_entry>(dlsym(library, RLC_PART_ENTRY));
	const char *compiled = "";
	const rlc_backend *part = entry(&compiled);
	CHECK(part->size == sizeof(rlc_backend) && part->version == RLC_BACKEND_VERSION);
	testVersions();

	for (int round = 0; round < 2; round++) {
		camerasAdded = linesOfLog = 0;
		void *self = nullptr;
		char version[RLC_NAME_SIZE] = "";
		CHECK(part->open(&self, version, &host, &error) == 0);
		std::printf("compiled for %s, runs with %s\n", compiled, version);
		if (!self)
			break;
		rlc_camera_info infos[8] = {};
		uint32_t count = 0;
		CHECK(part->cameras(self, infos, 8, &count, &error) == 0);
		CHECK(id ? count > 0 : count == 0);
		CHECK(camerasAdded == count);
		CHECK(linesOfLog > 0);
		for (uint32_t i = 0; i < count && i < 8; i++)
			std::printf("  camera %s, model %s, location %u\n", infos[i].id, infos[i].model,
				    infos[i].location);
		/* From a thread that libcamera has not seen before. */
		if (id)
			std::thread(testCamera, part, self, id, round ? frames / 10 : frames).join();

		/* A camera that outlives its manager. */
		void *camera = nullptr;
		if (id)
			CHECK(part->camera_open(self, id, &camera, &error) == 0 && part->acquire(camera, &error) == 0);
		part->close(self);
		if (camera)
			part->camera_close(camera);
	}
	std::printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
