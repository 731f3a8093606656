/* SPDX-License-Identifier: Apache-2.0 */
/* Controls: their names, and lists of them in the layout of rlc_control_entry. */
#include <cstring>

#include "libcamera_part.h"

namespace rlc
{

namespace
{

/* The values are copied as they lie in memory, which the ABI's description of them has to match. */
static_assert(sizeof(bool) == 1 && sizeof(float) == 4, "control values are copied as they are");
static_assert(sizeof(libcamera::Rectangle) == 16 && sizeof(libcamera::Size) == 8,
	      "control values are copied as they are");
static_assert(sizeof(rlc_control_entry) % 8 == 0, "values are aligned to 8 bytes");

/* libcamera's numbers for the types change from version to version, so they are matched by name. */
int typeOf(libcamera::ControlType type) noexcept
{
	switch (type) {
	case libcamera::ControlTypeNone:
		return RLC_TYPE_NONE;
	case libcamera::ControlTypeBool:
		return RLC_TYPE_BOOL;
	case libcamera::ControlTypeByte:
		return RLC_TYPE_BYTE;
	case libcamera::ControlTypeInteger32:
		return RLC_TYPE_INT32;
	case libcamera::ControlTypeInteger64:
		return RLC_TYPE_INT64;
	case libcamera::ControlTypeFloat:
		return RLC_TYPE_FLOAT;
	case libcamera::ControlTypeString:
		return RLC_TYPE_STRING;
	case libcamera::ControlTypeRectangle:
		return RLC_TYPE_RECTANGLE;
	case libcamera::ControlTypeSize:
		return RLC_TYPE_SIZE;
#if RLC_LIBCAMERA_AT_LEAST(0, 4, 0)
	case libcamera::ControlTypePoint:
		return RLC_TYPE_POINT;
	case libcamera::ControlTypeUnsigned16:
		return RLC_TYPE_UINT16;
	case libcamera::ControlTypeUnsigned32:
		return RLC_TYPE_UINT32;
#endif
	default:
		/* A newer libcamera's. */
		return -1;
	}
}

std::string vendorOf(const libcamera::ControlId &id)
{
#if RLC_LIBCAMERA_AT_LEAST(0, 4, 0)
	return id.vendor();
#else
	/* The draft controls are numbered after the others; vendors' own begin at 20000 where there are any. */
	constexpr unsigned int kFirstVendorControl = 20000;
	if (id.id() >= kFirstVendorControl)
		return "rpi";
	return id.id() >= libcamera::controls::draft::AePrecaptureTrigger.id() ? "draft" : "libcamera";
#endif
}

const libcamera::ControlId *find(const libcamera::ControlIdMap &map, uint32_t control)
{
	const auto entry = map.find(control);
	return entry == map.end() ? nullptr : entry->second;
}

bool firstInteger64(const libcamera::ControlValue &value, int64_t *out)
{
	if (value.type() != libcamera::ControlTypeInteger64 || value.numElements() == 0)
		return false;
	std::memcpy(out, value.data().data(), sizeof(*out));
	return true;
}

} /* namespace */

uint32_t writeControls(const libcamera::ControlList &controls, uint8_t *out, uint32_t capacity,
		       uint32_t *dropped) noexcept
{
	uint32_t written = 0;
	*dropped = 0;
	for (const auto &[id, value] : controls) {
		const int type = typeOf(value.type());
		const auto data = value.data();
		const uint64_t padded = (static_cast<uint64_t>(data.size()) + 7) / 8 * 8;
		if (type < 0 || sizeof(rlc_control_entry) + padded > capacity - written) {
			++*dropped;
			continue;
		}

		/* libcamera stores a string as an array of its bytes; here it is one value. */
		const bool isString = type == RLC_TYPE_STRING;
		rlc_control_entry entry = {};
		entry.control = id;
		entry.type = static_cast<uint16_t>(type);
		entry.is_array = value.isArray() && !isString;
		entry.count = isString ? 1 : static_cast<uint32_t>(value.numElements());
		entry.value_size = static_cast<uint32_t>(data.size());
		std::memcpy(out + written, &entry, sizeof(entry));
		written += sizeof(entry);
		if (padded) {
			std::memset(out + written + padded - 8, 0, 8);
			std::memcpy(out + written, data.data(), data.size());
			written += static_cast<uint32_t>(padded);
		}
	}
	return written;
}

std::string controlName(const libcamera::Camera &camera, uint32_t control)
{
	const libcamera::ControlId *id = find(libcamera::controls::controls, control);
	/* A camera may have controls that libcamera does not know of. */
	if (!id && !camera.controls().empty())
		id = find(camera.controls().idmap(), control);
	if (!id)
		id = find(libcamera::properties::properties, control);
	if (!id)
		return {};
	const std::string vendor = vendorOf(*id);
	return (vendor.empty() ? "libcamera" : vendor) + "::" + id->name();
}

bool frameDurationLimits(const libcamera::Camera &camera, int64_t *minimum, int64_t *maximum)
{
	const libcamera::ControlInfoMap &controls = camera.controls();
	const auto limits = controls.find(&libcamera::controls::FrameDurationLimits);
	if (limits == controls.end())
		return false;
	return firstInteger64(limits->second.min(), minimum) && firstInteger64(limits->second.max(), maximum) &&
	       *minimum <= *maximum;
}

} /* namespace rlc */
