package dev.vman.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** Where the API begins, and what its document says of all of it. */
@ApplicationPath(ApiApplication.PATH)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "VMAN",
                        version = "v1",
                        license = @License(name = "Apache-2.0"),
                        description =
                                """
                                Keeps QEMU virtual machines the way they were declared.

                                Mutations are operations: a call waits and answers with the resource; with
                                `Prefer: respond-async` it answers 202 and the operation. `?dryRun=true` answers
                                with the plan and changes nothing. Every error is `application/problem+json`.
                                """),
        security = @SecurityRequirement(name = "token"),
        components =
                @Components(
                        schemas = @Schema(name = "DryRunView", implementation = DryRunView.class)))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "The token in the storage folder's file `token`.")
public class ApiApplication extends Application {
    static final String PATH = "/api/v1";
}
