package dev.vman.operator;

import dev.vman.inventory.ByteSize;
import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image without data of its own.
 *
 * @param backing the qcow2 image that it reads from
 */
record EmptyImage(DiskFormat format, ByteSize size, Optional<Path> backing) {
    /** What {@code qemu-img} is told for making it; {@code -u}: the backing file is not opened. */
    List<String> arguments(Path file) {
        List<String> arguments = new ArrayList<>(List.of("create", "-q", "-f", format.wireName()));
        backing.ifPresent(image ->
                arguments.addAll(
                        List.of(
                                "-u",
                                "-b",
                                QemuImgRun.argument(image),
                                "-F",
                                DiskFormat.QCOW2.wireName())));
        arguments.add(QemuImgRun.argument(file));
        arguments.add(Long.toString(size.bytes()));
        return arguments;
    }
}
