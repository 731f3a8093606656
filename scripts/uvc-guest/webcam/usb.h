/* SPDX-License-Identifier: Apache-2.0 */
/* The webcam on the USB of a virtual machine, by the protocol of QEMU's "usb-redir". */
#ifndef USB_H
#define USB_H

#include <stdbool.h>
#include <stdint.h>

/* Webcam INDEX, unplugged, on a socket that does not block. */
void usb_open(int socket, unsigned int index);

/* Plugs it in or out, as soon as the machine is ready for that. */
void usb_plug(bool plugged);

/* One transfer fails; all that wait do. */
void usb_fail(void);

/* Reads what the machine has sent; false if it is gone. */
bool usb_read(void);

/* Fills transfers and writes; false if the machine is gone. *WAIT: nanoseconds until there is more to do, -1 for when something is. */
bool usb_write(int64_t *wait);

/* True if the socket did not take all. */
bool usb_has_more_to_write(void);

#endif /* USB_H */
