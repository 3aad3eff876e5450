package dev.vman.api;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** The headers of answers, as the API's document tells them. */
enum DocumentedHeader {
    ETAG("ETag", "The resource's version, for `If-Match`; a plan has none.", "\"3\""),
    LOCATION(
            "Location",
            "The new resource's address.",
            "/api/v1/vms/0b9f2c1e-5a43-4c7d-9d1f-3e8a6b7c5d21"),
    OPERATION(
            "Location",
            "The operation's address.",
            "/api/v1/operations/0b9f2c1e-5a43-4c7d-9d1f-3e8a6b7c5d21"),
    RETRY_AFTER("Retry-After", "Seconds to wait before the request is repeated.", "5"),
    ALLOW("Allow", "With 405: the methods that this address takes.", "GET, HEAD, OPTIONS"),
    AUTHENTICATE("WWW-Authenticate", "That a token is needed.", "Bearer"),
    UPGRADE("Upgrade", "That this address is a WebSocket.", "websocket");

    private final String header;
    private final String description;
    private final String example;

    DocumentedHeader(String header, String description, String example) {
        this.header = header;
        this.description = description;
        this.example = example;
    }

    void addTo(APIResponse response) {
        boolean number = this == RETRY_AFTER;
        SchemaType type = number ? SchemaType.INTEGER : SchemaType.STRING;
        Header told =
                OASFactory.createHeader()
                        .description(description)
                        .schema(OASFactory.createSchema().addType(type))
                        .example(number ? Integer.valueOf(example) : example);
        response.addHeader(header, told);
    }
}
