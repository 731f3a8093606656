package io.github.reactorlibcamera.jpeg;

import io.github.reactorlibcamera.Size;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes with what every JDK has. Keeps nothing between two frames. */
final class ImageIoEncoder extends AbstractEncoder {
    @Override
    public String name() {
        return "ImageIO";
    }

    @Override
    byte[] compress(Picture picture, Size size, Subsampling subsampling, int quality) {
        if (subsampling == Subsampling.GRAY) {
            return write(grayImage(luma(picture, size)), subsampling, quality);
        }
        Picture bgr = picture.rgb() == null ? toBgr(picture, size) : picture.toBgr(size, ByteBuffer::allocate);
        return write(colourImage(bgr), subsampling, quality);
    }

    @Override
    byte[] recompress(CompleteJpeg jpeg, Size size, JpegOptions options) {
        Picture picture = read(jpeg);
        return compress(picture, size, options.subsamplingOf(picture), options.quality());
    }

    /** JFIF's luma, in 16.16 fixed point where it has to be made of colours. */
    private static Plane luma(Picture picture, Size size) {
        if (picture.rgb() == null) {
            return scaled(picture.planes().get(0), size.width(), size.height());
        }
        List<Plane> colours = picture.toBgr(size, ByteBuffer::allocate).planes();
        ByteBuffer luma = ByteBuffer.allocate(Math.multiplyExact(size.width(), size.height()));
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                luma.put(clamped(7_471 * colours.get(0).sample(x, y)
                        + 38_470 * colours.get(1).sample(x, y)
                        + 19_595 * colours.get(2).sample(x, y)));
            }
        }
        return Plane.packed(luma, size.width(), size.height());
    }

    /** Scales on the way, which needs fewer conversions than scaling afterwards. */
    private static Picture toBgr(Picture picture, Size size) {
        int width = size.width();
        int height = size.height();
        Plane luma = scaled(picture.planes().get(0), width, height);
        Subsampling subsampling = picture.subsampling();
        int chromaWidth = subsampling.planeWidth(1, width);
        int chromaHeight = subsampling.planeHeight(1, height);
        Plane blueness = scaled(picture.planes().get(1), chromaWidth, chromaHeight);
        Plane redness = scaled(picture.planes().get(2), chromaWidth, chromaHeight);
        ByteBuffer pixels = ByteBuffer.allocate(Math.multiplyExact(3 * width, height));
        for (int y = 0; y < height; y++) {
            int chromaY = y * chromaHeight / height;
            for (int x = 0; x < width; x++) {
                int chromaX = x * chromaWidth / width;
                int cb = blueness.sample(chromaX, chromaY) - 128;
                int cr = redness.sample(chromaX, chromaY) - 128;
                int light = luma.sample(x, y) << 16;
                // JFIF's conversion in 16.16 fixed point.
                pixels.put(clamped(light + 116_130 * cb));
                pixels.put(clamped(light - 22_554 * cb - 46_802 * cr));
                pixels.put(clamped(light + 91_881 * cr));
            }
        }
        return Picture.rgb(pixels, RgbOrder.BGR, 3 * width, size);
    }

    private static Plane scaled(Plane plane, int width, int height) {
        if (plane.width() == width && plane.height() == height) {
            return plane;
        }
        Plane scaled = Plane.packed(ByteBuffer.allocate(Math.multiplyExact(width, height)), width, height);
        plane.averageInto(scaled);
        return scaled;
    }

    private static byte clamped(int fixed) {
        return (byte) Math.max(0, Math.min(255, (fixed + (1 << 15)) >> 16));
    }

    private static BufferedImage grayImage(Plane luma) {
        BufferedImage image = new BufferedImage(luma.width(), luma.height(), BufferedImage.TYPE_BYTE_GRAY);
        luma.averageInto(Plane.packed(ByteBuffer.wrap(pixels(image)), luma.width(), luma.height()));
        return image;
    }

    private static BufferedImage colourImage(Picture bgr) {
        BufferedImage image = new BufferedImage(bgr.size().width(), bgr.size().height(), BufferedImage.TYPE_3BYTE_BGR);
        bgr.planes().get(0).data().get(0, pixels(image));
        return image;
    }

    private static byte[] pixels(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }

    private static byte[] write(BufferedImage image, Subsampling subsampling, int quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), parameters);
            setSubsampling(metadata, subsampling);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, metadata), parameters);
        } catch (IOException e) {
            throw new JpegException("the frame could not be written as JPEG: " + e.getMessage(), e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }

    /** ImageIO has no parameter for it, only the frame header's component, of which the first is the luma. */
    private static void setSubsampling(IIOMetadata metadata, Subsampling subsampling) throws IOException {
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
        IIOMetadataNode luma =
                (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
        luma.setAttribute("HsamplingFactor", String.valueOf(subsampling.horizontal()));
        luma.setAttribute("VsamplingFactor", String.valueOf(subsampling.vertical()));
        metadata.setFromTree(metadata.getNativeMetadataFormatName(), root);
    }

    private static Picture read(CompleteJpeg jpeg) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg.bytes()))) {
            reader.setInput(in, true, true);
            return picture(reader.read(0));
        } catch (IOException | RuntimeException e) {
            // The JDK's reader answers some damage with an unchecked exception.
            throw new JpegException("the frame is a damaged JPEG: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private static Picture picture(BufferedImage image) {
        BufferedImage bgr = image;
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            bgr = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
            bgr.getGraphics().drawImage(image, 0, 0, null);
        }
        return Picture.rgb(
                ByteBuffer.wrap(pixels(bgr)),
                RgbOrder.BGR,
                3 * bgr.getWidth(),
                new Size(bgr.getWidth(), bgr.getHeight()));
    }
}
