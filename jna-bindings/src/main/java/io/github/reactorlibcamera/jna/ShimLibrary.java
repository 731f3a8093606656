package io.github.reactorlibcamera.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import io.github.reactorlibcamera.NativeLibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds and loads the native library, once per class loader: the file named by the system property {@value #PROPERTY} and no
 * other if it is set; else the jar's own copy for this machine; else the system's.
 */
final class ShimLibrary {
    static final String PROPERTY = "reactor.libcamera.shim";

    private static final String FILE = "libreactor-libcamera-shim.so";
    private static final String NAME = "reactor-libcamera-shim";

    private static boolean loaded;

    private ShimLibrary() {}

    /** Loads the library if that has not been done, and registers {@link Shim}. After a failure the next call tries again. */
    static synchronized void load() {
        if (!loaded) {
            register();
            loaded = true;
        }
    }

    private static void register() {
        if (!Platform.isLinux()) {
            throw new NativeLibraryException(
                    "libcamera is a library of Linux; this is " + System.getProperty("os.name"));
        }
        String explicit = System.getProperty(PROPERTY);
        if (explicit != null) {
            if (!Files.isRegularFile(Path.of(explicit))) {
                throw new NativeLibraryException("-D" + PROPERTY + "=" + explicit + ": there is no such file; name "
                        + FILE + ", or leave the property out to use the jar's own copy");
            }
            register(Path.of(explicit).toAbsolutePath().toString(), explicit);
            return;
        }
        Path own = extract("natives/" + Platform.RESOURCE_PREFIX + "/");
        if (own != null) {
            register(own.toString(), "the jar's own " + FILE);
            return;
        }
        try {
            register(NAME, "the system's " + FILE);
        } catch (NativeLibraryException e) {
            throw new NativeLibraryException(
                    "no native library for " + Platform.RESOURCE_PREFIX
                            + " in the jar reactor-libcamera-shim, and none in the system's library path ("
                            + e.getMessage()
                            + "); natives are built for linux-x86-64 and linux-aarch64: \"make -C shim-c\" builds them for this machine");
        }
    }

    private static void register(String nameOrPath, String forPeople) {
        try {
            Native.register(Shim.class, NativeLibrary.getInstance(nameOrPath));
        } catch (UnsatisfiedLinkError e) {
            throw new NativeLibraryException(forPeople + " cannot be loaded: " + e.getMessage());
        }
        Abi.check(forPeople);
    }

    /** {@return the library in a folder of its own, with its parts beside it; null if the jar has none for this machine} */
    private static @Nullable Path extract(String resources) {
        String base = "/io/github/reactorlibcamera/" + resources;
        try (InputStream index = ShimLibrary.class.getResourceAsStream(base + "index")) {
            if (index == null) {
                return null;
            }
            Path folder = Files.createTempDirectory("reactor-libcamera-");
            folder.toFile().deleteOnExit();
            for (String name : new String(index.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                try (InputStream file = ShimLibrary.class.getResourceAsStream(base + name)) {
                    if (file == null) {
                        throw new NativeLibraryException("the jar reactor-libcamera-shim lacks " + base + name);
                    }
                    Path target = folder.resolve(name);
                    target.toFile().deleteOnExit();
                    Files.copy(file, target);
                }
            }
            return folder.resolve(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the native library cannot be unpacked to " + System.getProperty("java.io.tmpdir"), e);
        }
    }
}
