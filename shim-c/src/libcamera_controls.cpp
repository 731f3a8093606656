/* SPDX-License-Identifier: Apache-2.0 */
/* Controls: their names, and lists of them in the layout of rlc_control_entry. */
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
#include <utility>

#include "control_list.h"
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

const libcamera::ControlId *find(const libcamera::Camera &camera, uint32_t control)
{
	const libcamera::ControlId *id = find(libcamera::controls::controls, control);
	/* A camera may have controls that libcamera does not know of. */
	if (!id && !camera.controls().empty())
		id = find(camera.controls().idmap(), control);
	return id;
}

std::string nameOf(const libcamera::ControlId &id)
{
	const std::string vendor = vendorOf(id);
	return (vendor.empty() ? "libcamera" : vendor) + "::" + id.name();
}

std::string nameOfProperty(const libcamera::ControlId &id)
{
#if RLC_LIBCAMERA_AT_LEAST(0, 4, 0)
	return nameOf(id);
#else
	const bool draft = id.id() >= libcamera::properties::draft::ColorFilterArrangement.id();
	return (draft ? "draft::" : "libcamera::") + id.name();
#endif
}

#if RLC_LIBCAMERA_AT_LEAST(0, 4, 0)
/* Whether a control with these limits takes VALUE: a camera may have only some of the values that have names. */
bool takes(const libcamera::ControlInfo &limits, int32_t value)
{
	const std::vector<libcamera::ControlValue> &values = limits.values();
	return values.empty() ||
	       std::find(values.begin(), values.end(), libcamera::ControlValue(value)) != values.end();
}
#endif

/* Elements of an array, 0 where it may have any number of them; nothing for what is no array. */
std::optional<uint32_t> arraySizeOf(const libcamera::ControlId &id)
{
	/* An array of bytes to libcamera. */
	if (id.type() == libcamera::ControlTypeString)
		return std::nullopt;
#if RLC_LIBCAMERA_AT_LEAST(0, 4, 0)
	if (!id.isArray())
		return std::nullopt;
	return id.size() == libcamera::dynamic_extent ? 0 : static_cast<uint32_t>(id.size());
#else
	/* Only the types of the constants tell: these are the arrays that can be set. */
	using namespace libcamera;
	static const std::pair<const ControlId &, uint32_t> arrays[] = {
		{ controls::ColourGains, 2 },
		{ controls::ColourCorrectionMatrix, 9 },
		{ controls::FrameDurationLimits, 2 },
		{ controls::AfWindows, 0 },
	};
	for (const auto &[array, size] : arrays) {
		if (array.id() == id.id())
			return size;
	}
	return std::nullopt;
#endif
}

/* The first element of a limit, if the limit is one of the control's own type. */
bool copyLimit(const libcamera::ControlId &id, const libcamera::ControlValue &limit, uint8_t *out)
{
	const auto data = limit.data();
	if (limit.type() != id.type() || limit.type() == libcamera::ControlTypeString || limit.numElements() == 0 ||
	    data.size() / limit.numElements() > RLC_CONTROL_ELEMENT_SIZE)
		return false;
	std::memcpy(out, data.data(), data.size() / limit.numElements());
	return true;
}

/* False for a control of a type that the ABI does not have. */
bool describe(const libcamera::ControlId &id, const libcamera::ControlInfo &limits, rlc_control_info *info)
{
	const int type = typeOf(id.type());
	if (type < 0)
		return false;
	const std::optional<uint32_t> array = arraySizeOf(id);
	*info = {};
	info->size = sizeof(*info);
	info->control = id.id();
	info->type = static_cast<uint32_t>(type);
	info->is_array = array.has_value();
	info->count = array.value_or(1);
	if (copyLimit(id, limits.min(), info->minimum))
		info->flags |= RLC_CONTROL_HAS_MINIMUM;
	if (copyLimit(id, limits.max(), info->maximum))
		info->flags |= RLC_CONTROL_HAS_MAXIMUM;
	if (copyLimit(id, limits.def(), info->default_value))
		info->flags |= RLC_CONTROL_HAS_DEFAULT;
	std::snprintf(info->name, sizeof(info->name), "%s", nameOf(id).c_str());
	return true;
}

/* As libcamera stores it: a string is an array of its bytes. */
libcamera::ControlValue valueOf(const libcamera::ControlId &id, const rlc_control_entry &entry)
{
	const bool isString = entry.type == RLC_TYPE_STRING;
	libcamera::ControlValue value;
	value.reserve(id.type(), entry.is_array || isString, isString ? entry.value_size : entry.count);
	if (entry.value_size)
		std::memcpy(value.data().data(), &entry + 1, entry.value_size);
	return value;
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
	const libcamera::ControlId *id = find(camera, control);
	if (!id)
		id = find(libcamera::properties::properties, control);
	return id ? nameOf(*id) : std::string();
}

int findControl(const libcamera::Camera &camera, const char *name, rlc_control_info *info, rlc_error *error)
{
	for (const auto &[id, limits] : camera.controls()) {
		if (nameOf(*id) == name && describe(*id, limits, info))
			return 0;
	}
	for (const auto &[number, id] : libcamera::controls::controls) {
		if (nameOf(*id) == name)
			return fail(error, -ENOENT, "camera '%s' does not support the control %s", camera.id().c_str(),
				    name);
	}
	return fail(error, -ENOENT, "libcamera knows no control '%s'", name);
}

uint32_t listControls(const libcamera::Camera &camera, rlc_control_info *infos, uint32_t capacity)
{
	uint32_t found = 0;
	for (const auto &[id, limits] : camera.controls()) {
		rlc_control_info info;
		if (!describe(*id, limits, &info))
			continue;
		if (found < capacity)
			infos[found] = info;
		found++;
	}
	return found;
}

uint32_t listEnumerators([[maybe_unused]] const libcamera::Camera &camera, [[maybe_unused]] rlc_enumerator *out,
			 [[maybe_unused]] uint32_t capacity)
{
	uint32_t found = 0;
#if RLC_LIBCAMERA_AT_LEAST(0, 4, 0)
	for (const auto &[id, limits] : camera.controls()) {
		for (const auto &[value, name] : id->enumerators()) {
			if (!takes(limits, value))
				continue;
			if (found < capacity) {
				out[found] = {};
				out[found].size = sizeof(*out);
				out[found].control = id->id();
				out[found].value = value;
				std::snprintf(out[found].name, sizeof(out[found].name), "%s", name.c_str());
			}
			found++;
		}
	}
#endif
	return found;
}

uint32_t listControlNames(const libcamera::Camera &camera, uint32_t kind, rlc_named_control *out, uint32_t capacity)
{
	std::map<uint32_t, std::string> names;
	if (kind == RLC_NAMES_PROPERTIES) {
		for (const auto &[number, id] : libcamera::properties::properties)
			names.emplace(number, nameOfProperty(*id));
	} else {
		for (const auto &[number, id] : libcamera::controls::controls)
			names.emplace(number, nameOf(*id));
		/* A camera may have controls that libcamera does not know of. An empty map may have nothing to look in. */
		if (!camera.controls().empty()) {
			for (const auto &[number, id] : camera.controls().idmap())
				names.emplace(number, nameOf(*id));
		}
	}

	uint32_t found = 0;
	for (const auto &[number, name] : names) {
		if (found < capacity) {
			out[found] = {};
			out[found].size = sizeof(*out);
			out[found].control = number;
			std::snprintf(out[found].name, sizeof(out[found].name), "%s", name.c_str());
		}
		found++;
	}
	return found;
}

int readControls(const libcamera::Camera &camera, const void *list, uint32_t size, libcamera::ControlList *controls,
		 rlc_error *error)
{
	const libcamera::ControlInfoMap &supported = camera.controls();
	for (const rlc_control_entry *entry = nullptr; (entry = rlc_control_next(list, size, entry));) {
		const libcamera::ControlId *id = find(camera, entry->control);
		if (!id)
			return fail(error, -ENOENT, "libcamera knows no control %u", entry->control);
		/* An empty map may have nothing to look numbers up in. */
		const auto limits = supported.empty() ? supported.end() : supported.find(entry->control);
		rlc_control_info info;
		if (limits == supported.end() || !describe(*id, limits->second, &info))
			return fail(error, -ENOENT, "camera '%s' does not support the control %s", camera.id().c_str(),
				    nameOf(*id).c_str());
		int ret = rlc_control_check(&info, entry, error);
		if (ret)
			return ret;
		controls->set(id->id(), valueOf(*id, *entry));
	}
	return 0;
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
