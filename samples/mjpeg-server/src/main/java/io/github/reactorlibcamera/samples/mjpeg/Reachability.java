package io.github.reactorlibcamera.samples.mjpeg;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells where a browser finds the page. */
final class Reachability {
    private static final String ANY = "0.0.0.0";
    private static final String ANY_OF_IPV6 = "0:0:0:0:0:0:0:0";

    private Reachability() {}

    /**
     * {@return the lines to print}
     *
     * @param bind address the server listens on, as Java writes it
     * @param port that it listens on
     * @param sshConnection the variable of the environment: client's address and port, server's address and port
     */
    static List<String> of(String bind, int port, @Nullable String sshConnection) {
        String ssh = sshAddress(sshConnection);
        List<String> lines = new ArrayList<>();
        lines.add("Pictures at http://" + bracketed(address(bind, ssh)) + ":" + port + "/");
        if (isLoopback(bind) && ssh != null) {
            lines.add(
                    "You are here over SSH, and only this machine can see them. For a browser elsewhere start with --bind "
                            + (isForOthers(ssh) ? ssh : ANY)
                            + ", but mind that there is no login: whoever reaches that address sees the cameras.");
        }
        return lines;
    }

    /** {@return where the server is found, which is not where it listens if that is everywhere} */
    private static String address(String bind, @Nullable String ssh) {
        if (!bind.equals(ANY) && !bind.equals(ANY_OF_IPV6)) {
            return bind;
        }
        return ssh != null && isForOthers(ssh) ? ssh : ownAddress();
    }

    private static @Nullable String sshAddress(@Nullable String sshConnection) {
        String[] words = sshConnection == null ? new String[0] : sshConnection.split(" ", -1);
        return words.length == 4 ? words[2] : null;
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    /** An address with a zone, after a '%', means nothing elsewhere, and none that is local to a link fits in a URL. */
    private static boolean isForOthers(String address) {
        return !isLoopback(address)
                && !address.contains("%")
                && !address.startsWith("fe80:")
                && !address.startsWith("169.254.");
    }

    /** {@return the first address of this machine that others may know, of IPv4 if there is one} */
    private static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .map(InetAddress::getHostAddress)
                    .map(address -> address.replaceFirst("%.*", ""))
                    .orElse("127.0.0.1");
        } catch (SocketException e) {
            return "127.0.0.1"; // it has no network, so nobody asks from elsewhere
        }
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }
}
