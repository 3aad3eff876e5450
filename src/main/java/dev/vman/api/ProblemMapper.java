package dev.vman.api;

import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Every error of a resource becomes {@code application/problem+json} here. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private final UriInfo uri;
    private final Request request;
    private final ResourceMethods methods;

    ProblemMapper(@Context UriInfo uri, @Context Request request, ResourceMethods methods) {
        this.uri = uri;
        this.request = request;
        this.methods = methods;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        String path = uri.getRequestUri().getRawPath();
        HttpProblem problem =
                thrown instanceof NotFoundException || thrown instanceof NotAllowedException
                        ? methods.refusal(request.getMethod(), path)
                        : ThrownProblem.of(thrown);
        Response.ResponseBuilder response =
                Response.status(problem.status())
                        .type(Problem.MEDIA_TYPE)
                        .entity(problem.body(path));
        problem.headers().forEach(response::header);
        return response.build();
    }
}
