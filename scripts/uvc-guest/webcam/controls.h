/* SPDX-License-Identifier: Apache-2.0 */
/* The webcam's controls; brightness and saturation change its pictures. */
#ifndef CONTROLS_H
#define CONTROLS_H

#include <stdint.h>

/* UVC's entities: what the descriptors call the parts of the webcam. */
enum { ENTITY_CAMERA = 1, ENTITY_PROCESSING = 2, ENTITY_OUTPUT = 3 };

/* UVC's requests. */
enum {
	SET_CUR = 0x01,
	GET_CUR = 0x81,
	GET_MIN = 0x82,
	GET_MAX = 0x83,
	GET_RES = 0x84,
	GET_LEN = 0x85,
	GET_INFO = 0x86,
	GET_DEF = 0x87
};

/* Gives every control its default. */
void controls_reset(void);

/* The bits of the controls that an entity has, for its descriptor. */
uint32_t controls_bits(uint8_t entity);

/* Handles a request: DATA is what came, LENGTH bytes, or takes the answer. Returns the bytes of the answer; -1: there is no such. */
int controls_request(uint8_t request, uint8_t entity, uint8_t selector, uint8_t *data, int length);

int controls_brightness(void);
int controls_saturation(void);

/* The saturation that leaves colours as they are. */
#define SATURATION_DEFAULT 64

#endif /* CONTROLS_H */
