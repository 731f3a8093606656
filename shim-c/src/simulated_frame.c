/* SPDX-License-Identifier: Apache-2.0 */
/* What the simulated camera makes of a request: a picture with its metadata, or nothing. */
#include "simulated_camera.h"

static uint32_t take_request(struct simulated *simulated)
{
	return simulated->requests[simulated->taken++ % RLC_MAX_SLOTS];
}

static void put_in_effect(struct simulated *simulated)
{
	const struct settings *settings = &simulated->settings;
	float gain, offset;

	rlc_simulated_light(settings, &gain, &offset);
	for (uint32_t i = 0; i < simulated->stream_count; i++)
		rlc_pattern_light(simulated->streams[i].pattern, gain, offset);
	rlc_simulated_report(&simulated->report, settings);
	simulated->frame_ns = rlc_simulated_duration(settings, simulated->duration_ns);
}

void rlc_simulated_reset(struct simulated *simulated)
{
	simulated->settings = rlc_simulated_defaults;
	put_in_effect(simulated);
}

void rlc_simulated_complete(struct simulated *simulated, const struct picture *picture)
{
	uint32_t request = take_request(simulated), slot = request & ~HAS_WISHES;
	uint32_t errors = simulated->options.errors;
	rlc_slot_header *header = rlc_ring_slot(simulated->ring, slot);
	struct report *report = (struct report *)(void *)(header + 1);

	if (request & HAS_WISHES) {
		rlc_simulated_grant(&simulated->settings, &simulated->wishes[slot]);
		put_in_effect(simulated);
	}
	simulated->completed++;
	bool failed = errors != 0 && simulated->completed % errors == 0;
	for (uint32_t i = 0; i < simulated->stream_count; i++) {
		const struct stream *stream = &simulated->streams[i];
		bool last = i + 1 == simulated->stream_count;
		rlc_frame_header *frame = &header->frames[i];

		*frame = (rlc_frame_header){ .status = failed && last ? RLC_FRAME_ERROR : RLC_FRAME_SUCCESS,
					     .sequence = picture->sequence,
					     .timestamp_ns = picture->timestamp_ns,
					     .plane_count = stream->format->plane_count };
		rlc_pattern_render(stream->pattern, picture->sequence, stream->buffers[slot].pixels, frame->bytes_used);
	}
	*report = simulated->report;
	report->timestamp.value.int64 = picture->timestamp_ns;
	report->duration.value.int64 = (simulated->frame_ns != 0 ? simulated->frame_ns : picture->elapsed_ns) / 1000;
	header->status = RLC_REQUEST_COMPLETE;
	header->stream_count = simulated->stream_count;
	header->metadata_size = sizeof(*report);
	header->metadata_dropped = 0;
	rlc_ring_complete(simulated->ring, slot);
}

void rlc_simulated_cancel(struct simulated *simulated)
{
	uint32_t slot = take_request(simulated) & ~HAS_WISHES;
	rlc_slot_header *header = rlc_ring_slot(simulated->ring, slot);

	header->status = RLC_REQUEST_CANCELLED;
	header->stream_count = simulated->stream_count;
	header->metadata_size = 0;
	header->metadata_dropped = 0;
	for (uint32_t i = 0; i < simulated->stream_count; i++)
		header->frames[i] = (rlc_frame_header){ .status = RLC_FRAME_CANCELLED,
							.plane_count = simulated->streams[i].format->plane_count };
	rlc_ring_complete(simulated->ring, slot);
}
