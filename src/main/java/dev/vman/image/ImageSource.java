package dev.vman.image;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where an image comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImageSource.LocalFile.class, name = "file"),
    @JsonSubTypes.Type(value = ImageSource.Url.class, name = "url"),
    @JsonSubTypes.Type(value = ImageSource.Upload.class, name = "upload")
})
public sealed interface ImageSource {
    /** For people. */
    String shown();

    /** A file of the host. */
    record LocalFile(String path) implements ImageSource {
        @Override
        public String shown() {
            return path;
        }
    }

    /** By http or https. */
    record Url(String url) implements ImageSource {
        @Override
        public String shown() {
            return url;
        }
    }

    /** What the client sends with its request. */
    record Upload() implements ImageSource {
        @Override
        public String shown() {
            return "upload";
        }
    }
}
