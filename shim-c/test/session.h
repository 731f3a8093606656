/* SPDX-License-Identifier: Apache-2.0 */
/* The consumer's side, as tests need it: a configured camera with its ring and its buffers mapped. */
#ifndef SESSION_H
#define SESSION_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "check.h"
#include "reactor_libcamera.h"

struct session {
	uint64_t manager, camera;
	rlc_configuration configuration;
	rlc_ring_header *ring;
	uint64_t ring_size;
	uint8_t *buffers[RLC_MAX_SLOTS];
	uint64_t buffer_size;
};

/* The calling thread's last error. */
static inline const char *last_error(void)
{
	static _Thread_local char message[RLC_MESSAGE_SIZE];
	rlc_last_error(message, sizeof(message));
	return message;
}

static inline uint64_t open_manager(void)
{
	const rlc_manager_options options = { .size = sizeof(options), .simulated = 1 };
	uint64_t manager = 0;
	CHECK_EQ(rlc_manager_open(&options, &manager), 0);
	return manager;
}

/* Adds a stream, a raw one if FORMAT is. */
static inline void add_stream(rlc_configuration *configuration, const char *format, uint32_t width, uint32_t height,
			      uint32_t buffers)
{
	rlc_stream_configuration *stream = &configuration->streams[configuration->stream_count++];
	stream->role = format[0] == 'S' ? RLC_ROLE_RAW : RLC_ROLE_VIEWFINDER;
	stream->width = width;
	stream->height = height;
	stream->buffer_count = buffers;
	strcpy(stream->pixel_format, format);
}

static inline rlc_configuration configuration_of(const char *format, uint32_t width, uint32_t height, uint32_t buffers)
{
	rlc_configuration configuration = { .size = sizeof(configuration) };
	add_stream(&configuration, format, width, height, buffers);
	return configuration;
}

/* Opens, acquires and configures the camera ID of MANAGER, which becomes the session's, and maps all there is. */
static inline bool session_open_in(struct session *session, uint64_t manager, const char *id,
				   const rlc_configuration *configuration)
{
	int fd = -1;

	memset(session, 0, sizeof(*session));
	session->configuration = *configuration;
	session->manager = manager;
	if (rlc_camera_open(session->manager, id, &session->camera) != 0 || rlc_camera_acquire(session->camera) != 0 ||
	    rlc_camera_configure(session->camera, &session->configuration) != 0 ||
	    rlc_camera_ring(session->camera, &fd, &session->ring_size) != 0 ||
	    rlc_map(fd, session->ring_size, 1, (void **)&session->ring) != 0) {
		check_complain("%s: %s\n", id, last_error());
		return false;
	}
	session->buffer_size = session->configuration.streams[0].frame_size;
	for (uint32_t slot = 0; slot < session->configuration.slot_count; slot++) {
		rlc_plane plane = { .size = sizeof(plane) };
		CHECK_EQ(rlc_camera_plane(session->camera, slot, 0, 0, &plane), 0);
		CHECK_EQ(rlc_map(plane.fd, session->buffer_size, 0, (void **)&session->buffers[slot]), 0);
	}
	return true;
}

static inline bool session_open(struct session *session, const char *id, const rlc_configuration *configuration)
{
	return session_open_in(session, open_manager(), id, configuration);
}

static inline void session_close(struct session *session)
{
	CHECK_EQ(rlc_manager_close(session->manager), 0);
	for (uint32_t slot = 0; slot < session->configuration.slot_count; slot++)
		if (session->buffers[slot] != NULL)
			CHECK_EQ(rlc_unmap(session->buffers[slot], session->buffer_size), 0);
	if (session->ring != NULL)
		CHECK_EQ(rlc_unmap(session->ring, session->ring_size), 0);
}

static inline void session_queue_all(struct session *session)
{
	for (uint32_t slot = 0; slot < session->configuration.slot_count; slot++)
		CHECK_EQ(rlc_camera_queue(session->camera, slot), 0);
}

static inline const rlc_slot_header *session_slot(const struct session *session, uint32_t slot)
{
	const char *base = (const char *)session->ring;
	return (const rlc_slot_header *)(const void *)(base + session->ring->slots_offset +
						       (uint64_t)slot * session->ring->slot_stride);
}

static inline bool session_unread(const struct session *session)
{
	return __atomic_load_n(&session->ring->tail, __ATOMIC_SEQ_CST) != session->ring->head;
}

/* Takes the next record, which there is. */
static inline rlc_record session_take(struct session *session)
{
	const char *records = (const char *)session->ring + session->ring->records_offset;
	uint64_t head = session->ring->head;
	rlc_record record;
	memcpy(&record, records + (head & (session->ring->capacity - 1)) * sizeof(record), sizeof(record));
	__atomic_store_n(&session->ring->head, head + 1, __ATOMIC_SEQ_CST);
	return record;
}

/* Sleeps as a consumer does until there is a record, and takes it. */
static inline rlc_record session_wait(struct session *session)
{
	rlc_ring_header *ring = session->ring;

	while (!session_unread(session)) {
		uint32_t expected = __atomic_load_n(&ring->wake_sequence, __ATOMIC_SEQ_CST);
		__atomic_store_n(&ring->sleeping, 1, __ATOMIC_SEQ_CST);
		if (!session_unread(session))
			rlc_wait(ring, expected, -1);
		__atomic_store_n(&ring->sleeping, 0, __ATOMIC_SEQ_CST);
	}
	return session_take(session);
}

#endif /* SESSION_H */
