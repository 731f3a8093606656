package io.github.reactorlibcamera.jpeg;

import java.io.ByteArrayOutputStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/** The standard Huffman tables (ITU-T T.81, annex K.3) as a DHT segment. */
final class HuffmanTables {
    private static final byte[] SEGMENT = build();

    private HuffmanTables() {}

    static byte[] segment() {
        return SEGMENT.clone();
    }

    private static byte[] build() {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        write(tables, 0x00, JPEGHuffmanTable.StdDCLuminance);
        write(tables, 0x10, JPEGHuffmanTable.StdACLuminance);
        write(tables, 0x01, JPEGHuffmanTable.StdDCChrominance);
        write(tables, 0x11, JPEGHuffmanTable.StdACChrominance);
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        int length = 2 + tables.size();
        segment.write(0xff);
        segment.write(0xc4);
        segment.write(length >> 8);
        segment.write(length);
        segment.writeBytes(tables.toByteArray());
        return segment.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int classAndId, JPEGHuffmanTable table) {
        out.write(classAndId);
        short[] lengths = table.getLengths();
        for (int bits = 0; bits < 16; bits++) {
            out.write(bits < lengths.length ? lengths[bits] : 0);
        }
        for (short value : table.getValues()) {
            out.write(value);
        }
    }
}
