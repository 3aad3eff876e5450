package dev.vman.network;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Ethernet frames, byte by byte. */
final class Frame {
    static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int REQUEST = 1;
    static final int REPLY = 2;

    private static final int UDP = 17;

    private Frame() {}

    static byte[] ethernet(String to, MacAddress from, int type, byte[] payload) {
        return join(mac(to), mac(from.value()), number(type, 2), payload);
    }

    static byte[] udp(String from, String to, int sourcePort, int targetPort, byte[] payload) {
        // a checksum of zero: none was made
        byte[] datagram =
                join(
                        number(sourcePort, 2),
                        number(targetPort, 2),
                        number(8 + payload.length, 2),
                        number(0, 2),
                        payload);
        return ipv4(from, to, UDP, datagram);
    }

    static byte[] ipv4(String from, String to, int protocol, byte[] payload) {
        byte[] header =
                join(
                        number(0x4500, 2),
                        number(20 + payload.length, 2),
                        number(0, 2),
                        number(0x4000, 2),
                        number(64, 1),
                        number(protocol, 1),
                        number(0, 2),
                        ip(from),
                        ip(to));
        ByteBuffer.wrap(header).putShort(10, (short) checksum(header));
        return join(header, payload);
    }

    private static int checksum(byte[] header) {
        ByteBuffer words = ByteBuffer.wrap(header);
        int sum = 0;
        while (words.hasRemaining()) {
            sum += words.getShort() & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >> 16);
        return ~(sum + (sum >> 16)) & 0xFFFF;
    }

    /** An ARP packet of these types. */
    static byte[] arp(
            int hardware,
            int protocol,
            int operation,
            MacAddress sender,
            String ip,
            String target) {
        return join(
                number(hardware, 2),
                number(protocol, 2),
                number(6, 1),
                number(4, 1),
                number(operation, 2),
                mac(sender.value()),
                ip(ip),
                new byte[6],
                ip(target));
    }

    static byte[] arp(int operation, MacAddress sender, String ip, String target) {
        return arp(1, IPV4, operation, sender, ip, target);
    }

    /** A client's DHCP message; options come after the kind of message, and are ended. */
    static byte[] dhcp(int kind, MacAddress client, String current, byte[] options) {
        return join(
                number(0x01010600, 4),
                number(0x1234_5678, 4),
                number(0, 4),
                ip(current),
                new byte[12],
                mac(client.value()),
                new byte[10 + 64 + 128],
                number(0x63825363, 4),
                number(53, 1),
                number(1, 1),
                number(kind, 1),
                options,
                number(0xFF, 1));
    }

    /** An option that holds an address. */
    static byte[] option(int code, String address) {
        return join(number(code, 1), number(4, 1), ip(address));
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] mac(String mac) {
        return HexFormat.ofDelimiter(":").parseHex(mac);
    }

    static byte[] ip(String ip) {
        return number(Ipv4Address.parse(ip).bits(), 4);
    }

    static byte[] number(long number, int bytes) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return Arrays.copyOfRange(all, Long.BYTES - bytes, Long.BYTES);
    }
}
