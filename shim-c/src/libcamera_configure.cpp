/* SPDX-License-Identifier: Apache-2.0 */
/* Configurations: what a camera offers, what becomes of a wish, and the buffers and requests for it. */
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <mutex>

#include "libcamera_camera.h"

namespace rlc
{

namespace
{

using libcamera::CameraConfiguration;
using libcamera::PixelFormat;
using libcamera::StreamConfiguration;
using libcamera::StreamRole;

/* Larger sizes are no picture, and would overflow sums in pipelines. */
constexpr uint32_t kMaxDimension = 32768;

bool roleOf(uint32_t role, StreamRole *out)
{
	switch (role) {
	case RLC_ROLE_RAW:
		*out = StreamRole::Raw;
		return true;
	case RLC_ROLE_STILL_CAPTURE:
		*out = StreamRole::StillCapture;
		return true;
	case RLC_ROLE_VIDEO_RECORDING:
		*out = StreamRole::VideoRecording;
		return true;
	case RLC_ROLE_VIEWFINDER:
		*out = StreamRole::Viewfinder;
		return true;
	default:
		return false;
	}
}

std::string pixelFormatName(const rlc_stream_configuration &stream)
{
	return std::string(stream.pixel_format, strnlen(stream.pixel_format, sizeof(stream.pixel_format)));
}

/* Puts what was asked for into the configuration of its stream, which holds the camera's defaults. */
int applyWish(const rlc_stream_configuration &asked, uint32_t index, StreamConfiguration *cfg, rlc_error *error)
{
	if (!asked.width != !asked.height || asked.width > kMaxDimension || asked.height > kMaxDimension)
		return fail(error, -EINVAL, "stream %u: %ux%u is no size; give both up to %u, or neither", index,
			    asked.width, asked.height, kMaxDimension);
	const std::string name = pixelFormatName(asked);
	if (!name.empty()) {
		const PixelFormat format = PixelFormat::fromString(name);
		if (!format.isValid())
			return fail(error, -EINVAL,
				    "stream %u: libcamera knows no pixel format '%s'; this camera has %s", index,
				    name.c_str(), formatNames(cfg->formats()).c_str());
		cfg->pixelFormat = format;
	}
	if (asked.width)
		cfg->size = libcamera::Size(asked.width, asked.height);
	if (asked.buffer_count)
		cfg->bufferCount = std::min(asked.buffer_count, RLC_MAX_SLOTS);
	if (asked.color_space.primaries)
		cfg->colorSpace = colorSpaceOf(asked.color_space);
	/* A stride left from the defaults would be taken for a wish. */
	cfg->stride = 0;
	return 0;
}

/* Compares only what was asked for. The count of buffers is not known yet. */
uint32_t adjustmentOf(const rlc_stream_configuration &asked, const StreamConfiguration &cfg)
{
	uint32_t adjusted = 0;
	if (asked.width && (cfg.size.width != asked.width || cfg.size.height != asked.height))
		adjusted |= RLC_ADJUSTED_SIZE;
	const std::string name = pixelFormatName(asked);
	if (!name.empty() && cfg.pixelFormat != PixelFormat::fromString(name))
		adjusted |= RLC_ADJUSTED_PIXEL_FORMAT;
	if (asked.color_space.primaries && cfg.colorSpace != colorSpaceOf(asked.color_space))
		adjusted |= RLC_ADJUSTED_COLOR_SPACE;
	return adjusted;
}

bool sameShape(const StreamConfiguration &a, const StreamConfiguration &b)
{
	return a.size == b.size && a.pixelFormat == b.pixelFormat && a.bufferCount == b.bufferCount &&
	       a.colorSpace == b.colorSpace;
}

void describeStream(const StreamConfiguration &cfg, uint32_t bufferCount, rlc_stream_configuration *out)
{
	out->width = cfg.size.width;
	out->height = cfg.size.height;
	out->buffer_count = bufferCount;
	out->stride = strideOf(cfg, 0);
	out->frame_size = cfg.frameSize;
	out->color_space = describeColorSpace(cfg.colorSpace);
	std::snprintf(out->pixel_format, sizeof(out->pixel_format), "%s", cfg.pixelFormat.toString().c_str());
}

uint32_t countAdjustment(const rlc_configuration &asked, const rlc_configuration &result)
{
	for (uint32_t i = 0; i < asked.stream_count; i++) {
		uint32_t count = asked.streams[i].buffer_count;
		if (count && count != result.streams[i].buffer_count)
			return RLC_ADJUSTED_BUFFER_COUNT;
	}
	return 0;
}

} /* namespace */

int OpenCamera::generate(const rlc_configuration &asked, std::unique_ptr<CameraConfiguration> *config, rlc_error *error)
{
	if (asked.stream_count < 1 || asked.stream_count > RLC_MAX_STREAMS)
		return fail(error, -EINVAL, "%u streams; there can be 1 to %u", asked.stream_count, RLC_MAX_STREAMS);
	std::vector<StreamRole> roles(asked.stream_count);
	for (uint32_t i = 0; i < asked.stream_count; i++) {
		if (!roleOf(asked.streams[i].role, &roles[i]))
			return fail(error, -EINVAL, "stream %u: %u is no role of a stream", i, asked.streams[i].role);
	}

	*config = camera_->generateConfiguration(roles);
	if (!*config && manager_->get(camera_->id()) != camera_)
		return fail(error, -ENODEV, "camera '%s' was disconnected", camera_->id().c_str());
	if (!*config || (*config)->size() != roles.size())
		return fail(error, -EINVAL,
			    roles.size() == 1 ? "camera '%s' has no stream for this role"
					      : "camera '%s' has no such streams at once",
			    camera_->id().c_str());
	return 0;
}

int OpenCamera::formats(uint32_t role, rlc_format *formats, uint32_t capacity, uint32_t *count, rlc_error *error)
{
	rlc_configuration asked = {};
	asked.stream_count = 1;
	asked.streams[0].role = role;
	std::unique_ptr<CameraConfiguration> config;
	int ret = generate(asked, &config, error);
	if (!ret)
		*count = listFormats(config->at(0).formats(), formats, capacity);
	return ret;
}

/* How many buffers per stream there will be, where the camera's allocator does not make them. */
uint32_t OpenCamera::importedCount(const Negotiated &negotiated) const
{
	/* A device has room for as many as the pipeline settled on; more in flight would be cancelled. */
	const bool limited = hasDevice(*camera_);
	uint32_t count = RLC_MAX_SLOTS;
	bool wished = false;
	for (uint32_t i = 0; i < negotiated.asked.stream_count; i++) {
		if (negotiated.asked.streams[i].buffer_count) {
			count = std::min(count, negotiated.asked.streams[i].buffer_count);
			wished = true;
		}
	}
	for (const StreamConfiguration &cfg : *negotiated.config) {
		if (limited || !wished)
			count = std::min<uint32_t>(count, cfg.bufferCount);
	}
	return std::max(count, 1u);
}

uint32_t OpenCamera::clampFrameDuration(rlc_configuration *configuration, int64_t asked) const
{
	configuration->frame_duration_ns = asked;
	if (!asked)
		return 0;
	int64_t minimum, maximum;
	if (!frameDurationLimits(*camera_, &minimum, &maximum)) {
		configuration->frame_duration_ns = 0;
		return RLC_ADJUSTED_FRAME_RATE;
	}
	const int64_t wish = asked / 1000 + (asked % 1000 >= 500);
	const int64_t clamped = std::clamp(wish, minimum, maximum);
	if (clamped == wish)
		return 0;
	configuration->frame_duration_ns = clamped * 1000;
	return RLC_ADJUSTED_FRAME_RATE;
}

int OpenCamera::negotiate(rlc_configuration *configuration, Negotiated *negotiated, rlc_error *error)
{
	negotiated->asked = *configuration;
	const rlc_configuration &asked = negotiated->asked;
	std::unique_ptr<CameraConfiguration> &config = negotiated->config;
	int ret = generate(asked, &config, error);
	if (ret)
		return ret;
	if (asked.memory > RLC_MEMORY_IMPORTED)
		return fail(error, -EINVAL, "%u is no kind of memory", asked.memory);
	if (asked.frame_duration_ns < 0)
		return fail(error, -EINVAL, "a frame cannot last %lld ns",
			    static_cast<long long>(asked.frame_duration_ns));
	std::vector<StreamConfiguration> before;
	for (uint32_t i = 0; i < asked.stream_count; i++) {
		ret = applyWish(asked.streams[i], i, &config->at(i), error);
		if (ret)
			return ret;
		before.push_back(config->at(i));
	}
	ret = applyPictureWish(asked, config.get(), error);
	if (ret)
		return ret;

	const CameraConfiguration::Status status = config->validate();
	if (status == CameraConfiguration::Invalid)
		return fail(error, -EINVAL, "camera '%s' cannot make this configuration valid", camera_->id().c_str());
	if (config->size() != asked.stream_count)
		return fail(error, -EINVAL, "camera '%s' cannot give %u streams at once, only %zu",
			    camera_->id().c_str(), asked.stream_count, config->size());

	const bool imports =
		asked.memory >= RLC_MEMORY_DMA_HEAP || (asked.memory == RLC_MEMORY_AUTO && !canAllocate(*camera_));
	bool visible = false;
	configuration->adjusted = 0;
	for (uint32_t i = 0; i < asked.stream_count; i++) {
		const StreamConfiguration &cfg = config->at(i);
		uint32_t count = imports ? importedCount(*negotiated) : std::min(cfg.bufferCount, RLC_MAX_SLOTS);
		describeStream(cfg, count, &configuration->streams[i]);
		configuration->adjusted |= adjustmentOf(asked.streams[i], cfg);
		visible = visible || !sameShape(before[i], cfg);
	}
	const uint32_t picture = describePicture(asked, *config, configuration);
	configuration->adjusted |= picture;
	visible = visible || picture;
	configuration->adjusted |= countAdjustment(asked, *configuration);
	configuration->adjusted |= clampFrameDuration(configuration, asked.frame_duration_ns);
	if (status == CameraConfiguration::Adjusted && !visible)
		configuration->adjusted |= RLC_ADJUSTED_OTHER;
	return 0;
}

int OpenCamera::validate(rlc_configuration *configuration, rlc_error *error)
{
	Negotiated negotiated;
	rlc_configuration result = *configuration;
	int ret = negotiate(&result, &negotiated, error);
	if (!ret)
		*configuration = result;
	return ret;
}

int OpenCamera::configure(rlc_configuration *configuration, const rlc_plane *planes, rlc_error *error)
{
	if (running_)
		return fail(error, -EBUSY, "camera '%s' is running", camera_->id().c_str());
	unconfigure();

	Negotiated negotiated;
	rlc_configuration result = *configuration;
	int ret = negotiate(&result, &negotiated, error);
	if (ret)
		return ret;
	CameraConfiguration &config = *negotiated.config;
	ret = camera_->configure(&config);
	if (ret)
		return failed(error, ret, "be configured");

	auto session = std::make_unique<Session>();
	session->streams.assign(config.begin(), config.end());
	const uint32_t count = importedCount(negotiated);
	ret = planes ? session->memory.adopt(config, negotiated.asked, planes, count, error)
		     : session->memory.allocate(camera_, config, negotiated.asked.memory, count, error);
	if (ret)
		return ret;
	ret = makeRequests(session.get(), config, error);
	if (ret)
		return ret;

	result.memory = session->memory.kind();
	result.slot_count = session->memory.count();
	for (uint32_t i = 0; i < result.stream_count; i++) {
		const size_t planes = session->memory.buffer(i, 0)->planes().size();
		/* Configuring may have settled what validating left open. */
		describeStream(config.at(i), session->memory.count(), &result.streams[i]);
		result.streams[i].plane_count = std::min(static_cast<uint32_t>(planes), RLC_MAX_PLANES);
	}
	result.adjusted &= ~static_cast<uint32_t>(RLC_ADJUSTED_BUFFER_COUNT | RLC_ADJUSTED_FRAME_RATE);
	result.adjusted |= countAdjustment(negotiated.asked, result);
	/* The limits belong to the sensor mode, so they may be others now. */
	result.adjusted |= clampFrameDuration(&result, negotiated.asked.frame_duration_ns);
	frameDurationUs_ = result.frame_duration_ns / 1000 + (result.frame_duration_ns % 1000 >= 500);
	session_ = std::move(session);
	*configuration = result;
	return 0;
}

int OpenCamera::makeRequests(Session *session, const CameraConfiguration &config, rlc_error *error)
{
	for (uint32_t slot = 0; slot < session->memory.count(); slot++) {
		std::unique_ptr<libcamera::Request> request = camera_->createRequest(slot);
		if (!request)
			return failed(error, -ENOMEM, "make a request");
		for (uint32_t stream = 0; stream < config.size(); stream++) {
			int ret = request->addBuffer(config.at(stream).stream(), session->memory.buffer(stream, slot));
			if (ret)
				return failed(error, ret, "add a buffer to a request");
		}
		session->requests.push_back(std::move(request));
	}
	return 0;
}

void OpenCamera::unconfigure()
{
	if (!session_ || running_)
		return;
	if (queued_.exchange(0, std::memory_order_relaxed) == completed_.exchange(0, std::memory_order_relaxed)) {
		session_.reset();
		return;
	}

	/* The camera was unplugged and libcamera never gave back some requests. It may look at them as long as it has the camera. */
	unreturned_.push_back(std::move(session_));
}

/*
 * On libcamera's thread nothing comes between the requests' end and the camera's, which ends all that could look at them. They
 * tell the camera of their end, so they cannot go after it. If somebody else has the camera too, they are kept for good, with the
 * buffers that they name.
 */
void OpenCamera::forgetUnreturned()
{
	managerThread_.run([this] {
		long mine = 1;
		for (const std::unique_ptr<Session> &session : unreturned_)
			mine += session->memory.cameraReferences();
		if (camera_.use_count() > mine) {
			static std::mutex mutex;
			static auto &abandoned = *new std::vector<std::unique_ptr<Session>>();
			std::lock_guard<std::mutex> lock(mutex);
			std::move(unreturned_.begin(), unreturned_.end(), std::back_inserter(abandoned));
		}
		unreturned_.clear();
		camera_.reset();
	});
}

int OpenCamera::plane(uint32_t slot, uint32_t stream, uint32_t plane, rlc_plane *out, rlc_error *error) const
{
	if (!session_)
		return fail(error, -EACCES, "camera '%s' is not configured", camera_->id().c_str());
	if (slot >= session_->memory.count() || stream >= session_->streams.size())
		return fail(error, -EINVAL, "there is no slot %u with a stream %u", slot, stream);
	const auto &planes = session_->memory.buffer(stream, slot)->planes();
	if (plane >= std::min<size_t>(planes.size(), RLC_MAX_PLANES))
		return fail(error, -EINVAL, "plane %u of %zu", plane, planes.size());
	out->fd = planes[plane].fd.get();
	out->offset = planes[plane].offset;
	out->length = planes[plane].length;
	out->stride = strideOf(session_->streams[stream], plane);
	return 0;
}

} /* namespace rlc */
