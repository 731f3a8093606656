/* SPDX-License-Identifier: Apache-2.0 */
/* USB's numbers: least significant byte first. A writer is a pointer that moves on. */
#ifndef BYTES_H
#define BYTES_H

#include <stdint.h>
#include <string.h>

static inline void put8(uint8_t **at, uint32_t value)
{
	*(*at)++ = (uint8_t)value;
}

static inline void put16(uint8_t **at, uint32_t value)
{
	put8(at, value);
	put8(at, value >> 8);
}

static inline void put32(uint8_t **at, uint32_t value)
{
	put16(at, value);
	put16(at, value >> 16);
}

#define PUT_BYTES(at, ...)                                                                                             \
	do {                                                                                                           \
		static const uint8_t put_bytes[] = { __VA_ARGS__ };                                                    \
		memcpy(*(at), put_bytes, sizeof(put_bytes));                                                           \
		*(at) += sizeof(put_bytes);                                                                            \
	} while (0)

static inline uint32_t get_bytes(const uint8_t *from, int count)
{
	uint32_t value = 0;
	for (int i = 0; i < count; i++)
		value |= (uint32_t)from[i] << (8 * i);
	return value;
}

#endif /* BYTES_H */
