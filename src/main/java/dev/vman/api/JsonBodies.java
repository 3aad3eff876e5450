package dev.vman.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads the bodies of requests into this room's records, never more than the limit. */
@Provider
@Consumes({JsonBodies.JSON, JsonBodies.MERGE_PATCH})
public class JsonBodies implements MessageBodyReader<Record> {
    static final String JSON = "application/json";
    static final String MERGE_PATCH = "application/merge-patch+json";

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
        byte[] body = stream.readNBytes(BodySizeRule.MOST_BYTES + 1);
        if (body.length > BodySizeRule.MOST_BYTES) {
            throw BodySizeRule.refusal();
        }
        if (body.length > 0) {
            return StrictJson.read(body, type);
        }
        if (type.isAnnotationPresent(BodyOptional.class)) {
            return StrictJson.read(new byte[] {'{', '}'}, type);
        }
        throw StrictJson.noBody();
    }
}
