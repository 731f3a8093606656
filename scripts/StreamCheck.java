import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * A viewer that checks what it sees: {@code StreamCheck URL SECONDS [WIDTHxHEIGHT]} reads a multipart/x-mixed-replace stream for so
 * long, decodes a few pictures a second, prints one line of numbers, and fails unless there were several decodable, different ones.
 */
public final class StreamCheck {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final long DECODE_EVERY_NANOS = 250_000_000L;

    private StreamCheck() {}

    public static void main(String[] args) throws IOException {
        long nanos = (long) (Double.parseDouble(args[1]) * 1e9);
        String wanted = args.length > 2 ? args[2] : null;

        HttpURLConnection connection =
                (HttpURLConnection) URI.create(args[0]).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        require(connection.getResponseCode() == 200, "status " + connection.getResponseCode());
        byte[] delimiter = delimiter(connection.getContentType());

        String size = "";
        int parts = 0;
        Set<Integer> different = new HashSet<>();
        try (InputStream stream = new BufferedInputStream(connection.getInputStream(), 1 << 16)) {
            readTo(delimiter, stream);
            long begin = System.nanoTime();
            long nextDecode = begin;
            long now = begin;
            while (now - begin < nanos) {
                readTo("\r\n\r\n".getBytes(StandardCharsets.US_ASCII), stream);
                byte[] jpeg = readTo(delimiter, stream);
                parts++;
                different.add(Arrays.hashCode(jpeg));
                now = System.nanoTime();
                if (now >= nextDecode) {
                    size = decode(jpeg, parts);
                    require(wanted == null || wanted.equals(size), "picture " + parts + " is " + size);
                    nextDecode = now + DECODE_EVERY_NANOS;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "parts=%d different=%d fps=%.1f size=%s%n",
                    parts,
                    different.size(),
                    parts * 1e9 / (now - begin),
                    size);
        }
        require(parts >= 3, "only " + parts + " pictures");
        require(different.size() >= 3, "the picture does not change: " + different.size() + " of " + parts + " differ");
        System.exit(0); // the stream has no end: do not wait for one
    }

    private static byte[] delimiter(String contentType) {
        require(
                contentType != null && contentType.startsWith("multipart/x-mixed-replace"),
                "content type " + contentType);
        String boundary = contentType.replaceFirst(".*boundary=\"?([^\";]+).*", "$1");
        return ("--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] readTo(byte[] mark, InputStream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < mark.length) {
            int next = stream.read();
            if (next < 0) {
                throw new EOFException("the stream ended");
            }
            bytes.write(next);
            // Exact for marks whose first bytes do not repeat within, but for the dashes and line ends that restart the match here.
            if (next == mark[matched]) {
                matched++;
            } else if (!(matched == 2 && next == mark[1])) {
                matched = next == mark[0] ? 1 : 0;
            }
        }
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() - mark.length);
    }

    private static String decode(byte[] jpeg, int part) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(jpeg));
        require(image != null, "picture " + part + " is not decodable");
        return image.getWidth() + "x" + image.getHeight();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            System.err.println("StreamCheck: " + otherwise);
            System.exit(1);
        }
    }
}
