package dev.vman.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses query parameters that the resource does not know, and those given twice: a mistyped
 * {@code dryRun} must not do the thing for real.
 */
@Provider
public class KnownParameters implements ContainerRequestFilter {
    private final ResourceInfo resource;
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    KnownParameters(@Context ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Set<String> names =
                known.computeIfAbsent(resource.getResourceMethod(), KnownParameters::of);
        request.getUriInfo()
                .getQueryParameters()
                .forEach((name, values) -> {
                    if (!names.contains(name)) {
                        throw QueryValue.refusal(shown(name), "is not known here");
                    }
                    if (values.size() > 1) {
                        throw QueryValue.refusal(name, "is given more than once");
                    }
                });
    }

    static String shown(String name) {
        return name.length() > 80 ? name.substring(0, 80) + "..." : name;
    }

    private static Set<String> of(Method method) {
        Set<String> names = new HashSet<>();
        for (Parameter parameter : method.getParameters()) {
            add(names, parameter.getAnnotation(QueryParam.class));
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    add(names, field.getAnnotation(QueryParam.class));
                }
            }
        }
        return names;
    }

    private static void add(
            Set<String> names, @org.jspecify.annotations.Nullable QueryParam query) {
        if (query != null) {
            names.add(query.value());
        }
    }
}
