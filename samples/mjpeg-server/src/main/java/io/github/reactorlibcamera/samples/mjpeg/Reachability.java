package io.github.reactorlibcamera.samples.mjpeg;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells where a browser finds the page. */
final class Reachability {
    private Reachability() {}

    /**
     * {@return the lines to print}
     *
     * @param bind address the server listens on
     * @param port that it listens on
     * @param sshConnection the variable of the environment: client's address and port, server's address and port
     */
    static List<String> of(String bind, int port, @Nullable String sshConnection) {
        List<String> lines = new ArrayList<>();
        lines.add("Pictures at http://" + (bind.contains(":") ? "[" + bind + "]" : bind) + ":" + port + "/");
        boolean loopback = bind.startsWith("127.") || bind.equals("::1") || bind.equals("0:0:0:0:0:0:0:1");
        String[] ssh = sshConnection == null ? new String[0] : sshConnection.split(" ", -1);
        if (loopback && ssh.length == 4) {
            lines.add(
                    "You are here over SSH, and only this machine can see them. For a browser elsewhere start with --bind "
                            + ssh[2]
                            + ", but mind that there is no login: whoever reaches that address sees the cameras.");
        }
        return lines;
    }
}
