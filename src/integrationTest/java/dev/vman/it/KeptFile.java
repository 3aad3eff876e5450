package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file as it was, with its owner and mode, to be put back later. */
final class KeptFile {
    private final String name;
    private final byte[] content;
    private final Map<String, Object> attributes;

    private KeptFile(Path file) throws IOException {
        name = String.valueOf(file.getFileName());
        content = Files.readAllBytes(file);
        attributes = Files.readAttributes(file, "unix:uid,gid,mode");
    }

    static KeptFile read(Path file) {
        try {
            return new KeptFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void putInto(Path folder) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            Path _ = Files.setAttribute(file, "unix:" + attribute.getKey(), attribute.getValue());
        }
    }
}
