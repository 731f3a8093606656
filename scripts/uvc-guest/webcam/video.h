/* SPDX-License-Identifier: Apache-2.0 */
/* The stream: what host and webcam have agreed on, the host's transfers that wait for data, and the pictures that fill them. */
#ifndef VIDEO_H
#define VIDEO_H

#include <stdbool.h>
#include <stdint.h>

/* As freshly switched on: webcam INDEX streams nothing, and counts its frames from 0. */
void video_reset(unsigned int index);

/* The host stopped the stream. */
void video_stop(void);

/* Handles a request to the streaming interface: see controls_request(). */
int video_request(uint8_t request, uint8_t selector, uint8_t *data, int length);

/* Gives no pictures until it is set to false. */
void video_freeze(bool frozen);

/* A transfer of LENGTH bytes at most waits. */
void video_queue(uint64_t id, uint32_t length);

/* The host wants a transfer back; false if it does not wait here. */
bool video_cancel(uint64_t id);

/* Ends all transfers that wait, with this status of usbredir's, and forgets the picture that was on its way. */
void video_fail(int status);

/* Forgets them: there is nobody to tell. */
void video_forget(void);

/* Fills what waits. Returns in how many nanoseconds there is more to do, -1 for when something happens. */
int64_t video_pump(void);

/* usb.c: ends a transfer. */
void usb_answer_bulk(uint64_t id, int status, uint8_t *data, uint32_t length);

#endif /* VIDEO_H */
