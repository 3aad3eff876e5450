package dev.vman.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The extensions behind a qcow2 header; they may name other files. */
final class Qcow2Extensions {
    private static final int BACKING_FORMAT = 0xe2792aca;
    private static final int DATA_FILE_NAME = 0x44415441;
    private static final int ENCRYPTION = 0x0537be77;

    private Qcow2Extensions() {}

    /** What is wrong with them, or nothing; the header itself is sound. */
    static Optional<String> flaw(ByteView file, Qcow2Fields header) throws IOException {
        ByteBuffer cluster = ByteBuffer.wrap(file.read(0, header.clusterSize()));
        return flaw(cluster, (int) header.headerLength());
    }

    private static Optional<String> flaw(ByteBuffer cluster, int from) {
        int at = from;
        while (at + 2 * Integer.BYTES <= cluster.limit()) {
            int type = cluster.getInt(at);
            if (type == 0) {
                return Optional.empty();
            }
            long length = Integer.toUnsignedLong(cluster.getInt(at + Integer.BYTES));
            at += 2 * Integer.BYTES;
            if (length > cluster.limit() - at) {
                return Optional.of("an extension of its qcow2 header is cut off");
            }
            Optional<String> named = flaw(type);
            if (named.isPresent()) {
                return named;
            }
            at += (int) ((length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        }
        return Optional.empty();
    }

    private static Optional<String> flaw(int type) {
        return switch (type) {
            case BACKING_FORMAT -> Optional.of("its qcow2 header names a backing file's format");
            case DATA_FILE_NAME -> Optional.of("its qcow2 header names an external data file");
            case ENCRYPTION -> Optional.of("its qcow2 header is that of an encrypted image");
            default -> Optional.empty();
        };
    }
}
