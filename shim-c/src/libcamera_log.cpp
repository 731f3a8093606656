/* SPDX-License-Identifier: Apache-2.0 */
/* Takes over libcamera's log, which is one for the process. */
#include <cstdlib>
#include <ostream>
#include <streambuf>

#include "libcamera_part.h"

namespace rlc
{

namespace
{

/* Has no buffer and no state, so that threads may write at the same time: libcamera writes each line with one call. */
class LogBuffer : public std::streambuf
{
      public:
	explicit LogBuffer(void (*log)(const char *text, size_t length)) : log_(log)
	{
	}

      protected:
	std::streamsize xsputn(const char *text, std::streamsize length) override
	{
		log_(text, static_cast<size_t>(length));
		return length;
	}

	int_type overflow(int_type character) override
	{
		const char text = traits_type::to_char_type(character);
		if (!traits_type::eq_int_type(character, traits_type::eof()))
			log_(&text, 1);
		return traits_type::not_eof(character);
	}

      private:
	void (*log_)(const char *text, size_t length);
};

} /* namespace */

void takeLog(void (*log)(const char *text, size_t length))
{
	/* Who names a file wants it there. */
	if (!log || std::getenv("LIBCAMERA_LOG_FILE"))
		return;
	/* Never destroyed: libcamera writes until the process ends. */
	static std::ostream *const stream = new std::ostream(new LogBuffer(log));
	libcamera::logSetStream(stream);
}

} /* namespace rlc */
