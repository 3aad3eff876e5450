package dev.vman.api;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the bodies of requests into this room's records, never more than the limit. */
@Provider
@Consumes({JsonBodies.JSON, JsonBodies.MERGE_PATCH})
public class JsonBodies implements MessageBodyReader<Record> {
    static final String JSON = "application/json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    private final int maxBytes;

    JsonBodies(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.maxBytes = Math.toIntExact(maxBodySize.asLongValue());
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream)
            throws IOException {
        byte[] body = stream.readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            throw BodySizeRule.refusal(maxBytes);
        }
        if (body.length > 0) {
            return StrictJson.read(body, type);
        }
        if (type.isAnnotationPresent(BodyOptional.class)) {
            return StrictJson.read(new byte[] {'{', '}'}, type);
        }
        throw HttpProblem.of(
                400, "empty-body", "The request has no body.", "Send one JSON object.");
    }
}
