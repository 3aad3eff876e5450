package dev.vman.host;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Asks whether ports of 127.0.0.1 can be listened on. */
public final class LoopbackPorts {
    private LoopbackPorts() {}

    /**
     * Whether nobody listens there now; somebody may a moment later.
     *
     * @param udp else TCP
     */
    public static boolean isFree(boolean udp, int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return udp ? canReceive(address) : canListen(address);
    }

    private static boolean canListen(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean canReceive(InetSocketAddress address) {
        try (DatagramSocket _ = new DatagramSocket(address)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
