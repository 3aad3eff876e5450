package dev.vman.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * What other formats begin, or end, with. A file may be several of them at once: to one program
 * this, to another that.
 */
enum Magic {
    QCOW2("qcow2", 0, "514649fb"),
    QCOW1("qcow, version 1", 0, "514649fb00000001"),
    ISO("ISO 9660", 0x8001, text("CD001")),
    GZIP("gzip", 0, "1f8b"),
    XZ("xz", 0, "fd377a585a00"),
    ZSTD("zstd", 0, "28b52ffd"),
    BZIP2("bzip2", 0, "425a68"),
    LZMA("lzma", 0, "5d0000"),
    LZ4("lz4", 0, "04224d18"),
    ZIP("zip", 0, "504b0304"),
    SEVEN_ZIP("7z", 0, "377abcaf271c"),
    TAR("tar (an OVA is one)", 257, text("ustar")),
    VMDK("VMDK", 0, text("KDMV")),
    VMDK_COW("VMDK", 0, text("COWD")),
    VMDK_SE("VMDK", 0, "bebafeca"),
    VMDK_DESCRIPTOR("VMDK", 0, text("# Disk Descriptor")),
    VHDX("VHDX", 0, text("vhdxfile")),
    VHD("VHD", 0, text("conectix")),
    VHD_FOOTER("VHD", -512, text("conectix")),
    VDI("VDI", 0x40, "7f10dabe"),
    QED("QED", 0, text("QED\0")),
    LUKS("LUKS", 0, "4c554b53babe"),
    PARALLELS("Parallels", 0, text("WithoutFreeSpace")),
    PARALLELS_EXT("Parallels", 0, text("WithouFreSpacExt")),
    BOCHS("Bochs", 0, text("Bochs Virtual HD Image")),
    CLOOP("cloop", 0, text("#!/bin/sh\n#V2.0 Format")),
    DMG("DMG", -512, text("koly"));

    private final String title;
    private final long place;
    private final String mark;

    /**
     * A mark.
     *
     * @param place in bytes from the start, or, negative, from the end
     * @param mark in hexadecimal
     */
    Magic(String title, long place, String mark) {
        this.title = title;
        this.place = place;
        this.mark = mark;
    }

    private static String text(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Every format that the file shows the mark of. */
    static Set<Magic> in(ByteView file) throws IOException {
        Set<Magic> found = EnumSet.noneOf(Magic.class);
        for (Magic magic : values()) {
            if (magic.marks(file)) {
                found.add(magic);
            }
        }
        if (found.contains(QCOW1)) {
            found.remove(QCOW2);
        }
        return found;
    }

    private boolean marks(ByteView file) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(mark);
        long offset = place < 0 ? file.size() + place : place;
        return offset >= 0 && Arrays.equals(file.read(offset, bytes.length), bytes);
    }
}
