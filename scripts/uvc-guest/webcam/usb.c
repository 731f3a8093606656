/* SPDX-License-Identifier: Apache-2.0 */
#include "usb.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <usbredirparser.h>

#include "controls.h"
#include "descriptors.h"
#include "video.h"

enum { UNPLUGGED, PLUGGED, LEAVING };

/* USB's standard requests. */
enum { GET_STATUS = 0, CLEAR_FEATURE = 1, SET_FEATURE = 3, GET_DESCRIPTOR = 6 };

static struct usbredirparser *parser;
static int machine;
static unsigned int webcam;
static bool is_ready, shall_be_plugged;
static int state = UNPLUGGED;

/* ---- Requests -------------------------------------------------------------------------------------------------------- */

/* Bytes of the answer in DATA, -1 to refuse. */
static int answer_request(const struct usb_redir_control_packet_header *header, uint8_t *data, int length)
{
	switch (header->requesttype & 0x7f) {
	case 0x00: /* standard, to the device */
		if (header->request == GET_DESCRIPTOR)
			return descriptor_write(header->value, webcam, data);
		if (header->request == GET_STATUS)
			return 2;
		return header->request == CLEAR_FEATURE || header->request == SET_FEATURE ? 0 : -1;
	case 0x02: /* standard, to an endpoint */
		if (header->request == GET_STATUS)
			return 2;
		if (header->request != CLEAR_FEATURE)
			return -1;
		video_stop();
		return 0;
	case 0x21: /* of the class, to an interface */
		if ((header->index & 0xff) == 1)
			return video_request(header->request, header->value >> 8, data, length);
		return controls_request(header->request, header->index >> 8, header->value >> 8, data, length);
	default:
		return -1;
	}
}

static void control_packet(void *context, uint64_t id, struct usb_redir_control_packet_header *header, uint8_t *data,
			   int length)
{
	uint8_t buffer[DESCRIPTOR_SIZE] = { 0 };
	const bool reads = header->requesttype & 0x80;

	(void)context;
	if (!reads && length > 0)
		memcpy(buffer, data, length < DESCRIPTOR_SIZE ? (size_t)length : DESCRIPTOR_SIZE);
	usbredirparser_free_packet_data(parser, data);
	if (state != PLUGGED)
		return;
	const int size = answer_request(header, buffer, length);
	header->status = size < 0 ? usb_redir_stall : usb_redir_success;
	if (size < 0)
		header->length = 0;
	else if (reads && size < header->length)
		header->length = (uint16_t)size;
	/* The length of what the host wrote stays as it is. */
	usbredirparser_send_control_packet(parser, id, header, reads ? buffer : NULL, reads ? header->length : 0);
}

/* ---- Transfers ------------------------------------------------------------------------------------------------------- */

void usb_answer_bulk(uint64_t id, int status, uint8_t *data, uint32_t length)
{
	struct usb_redir_bulk_packet_header header = {
		.endpoint = VIDEO_ENDPOINT,
		.status = (uint8_t)status,
		.length = (uint16_t)length,
		.length_high = (uint16_t)(length >> 16),
	};
	usbredirparser_send_bulk_packet(parser, id, &header, data, (int)length);
}

static void bulk_packet(void *context, uint64_t id, struct usb_redir_bulk_packet_header *header, uint8_t *data,
			int length)
{
	(void)context;
	(void)length;
	usbredirparser_free_packet_data(parser, data);
	if (state == PLUGGED && header->endpoint == VIDEO_ENDPOINT)
		video_queue(id, header->length | (uint32_t)header->length_high << 16);
	else if (state == PLUGGED)
		usb_answer_bulk(id, usb_redir_stall, NULL, 0);
}

static void cancel_data_packet(void *context, uint64_t id)
{
	(void)context;
	if (video_cancel(id))
		usb_answer_bulk(id, usb_redir_cancelled, NULL, 0);
}

/* ---- The rest of the protocol ---------------------------------------------------------------------------------------- */

static void set_configuration(void *context, uint64_t id, struct usb_redir_set_configuration_header *header)
{
	struct usb_redir_configuration_status_header status = { usb_redir_success, header->configuration };
	(void)context;
	usbredirparser_send_configuration_status(parser, id, &status);
}

static void get_configuration(void *context, uint64_t id)
{
	struct usb_redir_configuration_status_header status = { usb_redir_success, 1 };
	(void)context;
	usbredirparser_send_configuration_status(parser, id, &status);
}

static void set_alt_setting(void *context, uint64_t id, struct usb_redir_set_alt_setting_header *header)
{
	struct usb_redir_alt_setting_status_header status = { header->alt != 0 ? usb_redir_stall : usb_redir_success,
							      header->interface, 0 };
	(void)context;
	usbredirparser_send_alt_setting_status(parser, id, &status);
}

static void get_alt_setting(void *context, uint64_t id, struct usb_redir_get_alt_setting_header *header)
{
	struct usb_redir_alt_setting_status_header status = { usb_redir_success, header->interface, 0 };
	(void)context;
	usbredirparser_send_alt_setting_status(parser, id, &status);
}

static void bus_reset(void *context)
{
	(void)context;
	video_fail(usb_redir_cancelled);
	video_reset(webcam);
}

static void hello(void *context, struct usb_redir_hello_header *header)
{
	(void)context;
	(void)header;
	is_ready = true;
}

static void device_disconnect_ack(void *context)
{
	(void)context;
	if (state == LEAVING)
		state = UNPLUGGED;
}

/* ---- Plugging -------------------------------------------------------------------------------------------------------- */

static void plug(void)
{
	struct usb_redir_device_connect_header device = {
		.speed = usb_redir_speed_high,
		.device_class = USB_CLASS_MISCELLANEOUS,
		.device_subclass = 2,
		.device_protocol = 1,
		.vendor_id = USB_VENDOR,
		.product_id = USB_PRODUCT,
		.device_version_bcd = USB_VERSION,
	};
	struct usb_redir_interface_info_header interfaces = { .interface_count = 2 };
	struct usb_redir_ep_info_header endpoints = { .type = { 0 } };

	for (uint8_t i = 0; i < 2; i++) {
		interfaces.interface[i] = i;
		interfaces.interface_class[i] = USB_CLASS_VIDEO;
		interfaces.interface_subclass[i] = i + 1;
	}
	/* By their number, and those that the host reads 16 further. */
	const int video = 16 + (VIDEO_ENDPOINT & 0x0f);
	memset(endpoints.type, usb_redir_type_invalid, sizeof(endpoints.type));
	endpoints.type[0] = endpoints.type[16] = usb_redir_type_control;
	endpoints.max_packet_size[0] = endpoints.max_packet_size[16] = 64;
	endpoints.type[video] = usb_redir_type_bulk;
	endpoints.interface[video] = 1;
	endpoints.max_packet_size[video] = VIDEO_PACKET_SIZE;

	controls_reset();
	video_reset(webcam);
	usbredirparser_send_interface_info(parser, &interfaces);
	usbredirparser_send_ep_info(parser, &endpoints);
	usbredirparser_send_device_connect(parser, &device);
	state = PLUGGED;
}

static void unplug(void)
{
	video_forget();
	usbredirparser_send_device_disconnect(parser);
	state = usbredirparser_peer_has_cap(parser, usb_redir_cap_device_disconnect_ack) ? LEAVING : UNPLUGGED;
}

static void plug_as_told(void)
{
	if (is_ready && shall_be_plugged && state == UNPLUGGED)
		plug();
	else if (is_ready && !shall_be_plugged && state == PLUGGED)
		unplug();
}

void usb_plug(bool plugged)
{
	shall_be_plugged = plugged;
}

void usb_fail(void)
{
	video_fail(usb_redir_stall);
}

/* ---- The socket ------------------------------------------------------------------------------------------------------ */

static void log_message(void *context, int level, const char *message)
{
	(void)context;
	if (level <= usbredirparser_warning)
		fprintf(stderr, "webcam %u: %s\n", webcam, message);
}

static bool may_go_on(void)
{
	return errno == EAGAIN || errno == EINTR;
}

static int read_some(void *context, uint8_t *data, int count)
{
	(void)context;
	const ssize_t bytes = read(machine, data, (size_t)count);
	if (bytes < 0 && may_go_on())
		return 0;
	return bytes <= 0 ? -1 : (int)bytes;
}

static int write_some(void *context, uint8_t *data, int count)
{
	(void)context;
	const ssize_t bytes = send(machine, data, (size_t)count, MSG_NOSIGNAL);
	if (bytes < 0)
		return may_go_on() ? 0 : -1;
	return (int)bytes;
}

void usb_open(int socket, unsigned int index)
{
	uint32_t capabilities[USB_REDIR_CAPS_SIZE] = { 0 };

	machine = socket;
	webcam = index;
	parser = usbredirparser_create();
	parser->log_func = log_message;
	parser->read_func = read_some;
	parser->write_func = write_some;
	parser->hello_func = hello;
	parser->device_disconnect_ack_func = device_disconnect_ack;
	parser->reset_func = bus_reset;
	parser->set_configuration_func = set_configuration;
	parser->get_configuration_func = get_configuration;
	parser->set_alt_setting_func = set_alt_setting;
	parser->get_alt_setting_func = get_alt_setting;
	parser->control_packet_func = control_packet;
	parser->bulk_packet_func = bulk_packet;
	parser->cancel_data_packet_func = cancel_data_packet;
	usbredirparser_caps_set_cap(capabilities, usb_redir_cap_connect_device_version);
	usbredirparser_caps_set_cap(capabilities, usb_redir_cap_device_disconnect_ack);
	usbredirparser_caps_set_cap(capabilities, usb_redir_cap_ep_info_max_packet_size);
	usbredirparser_caps_set_cap(capabilities, usb_redir_cap_64bits_ids);
	usbredirparser_caps_set_cap(capabilities, usb_redir_cap_32bits_bulk_length);
	usbredirparser_init(parser, "webcam", capabilities, USB_REDIR_CAPS_SIZE, usbredirparser_fl_usb_host);
}

bool usb_read(void)
{
	return usbredirparser_do_read(parser) != usbredirparser_read_io_error;
}

bool usb_write(int64_t *wait)
{
	plug_as_told();
	*wait = state == PLUGGED ? video_pump() : -1;
	return !usb_has_more_to_write() || usbredirparser_do_write(parser) >= 0;
}

bool usb_has_more_to_write(void)
{
	return usbredirparser_has_data_to_write(parser) > 0;
}
