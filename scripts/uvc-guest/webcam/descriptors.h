/* SPDX-License-Identifier: Apache-2.0 */
/* How the webcam describes itself to its host, as USB and its video class have it. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <stdint.h>

#define USB_VENDOR 0x1d6b
#define USB_PRODUCT 0x0102
#define USB_VERSION 0x0100
#define USB_CLASS_MISCELLANEOUS 0xef
#define USB_CLASS_VIDEO 0x0e

#define VIDEO_ENDPOINT 0x81
#define VIDEO_PACKET_SIZE 512

/* Bytes before a picture's in a payload. */
#define PAYLOAD_HEADER_SIZE 2

/* More than any of them has. */
#define DESCRIPTOR_SIZE 1024

/* Writes the descriptor that a GET_DESCRIPTOR asks for with VALUE and returns its size; -1: there is none. INDEX: which webcam. */
int descriptor_write(uint16_t value, unsigned int index, uint8_t *out);

#endif /* DESCRIPTORS_H */
