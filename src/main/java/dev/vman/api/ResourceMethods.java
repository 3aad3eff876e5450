package dev.vman.api;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which methods an address takes, as the resources' annotations say. The framework tells it for a
 * class as a whole, or not at all.
 */
@Singleton
class ResourceMethods {
    private final List<Route> routes;

    private record Route(Pattern path, String method) {}

    ResourceMethods(BeanManager beans) {
        routes =
                beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                        .<Class<?>>map(bean -> bean.getBeanClass())
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .distinct()
                        .flatMap(ResourceMethods::routes)
                        .toList();
    }

    /** Of a raw path, sorted; empty where there is nothing. */
    Set<String> of(String path) {
        Set<String> methods =
                routes.stream()
                        .filter(route -> route.path().matcher(path).matches())
                        .map(Route::method)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    /** Why the framework found nothing that takes this request. */
    HttpProblem refusal(String method, String path) {
        Set<String> taken = of(path);
        return taken.isEmpty() || taken.contains(method)
                ? UnknownPath.problem(path)
                : ThrownProblem.of(405, null).with("Allow", String.join(", ", taken));
    }

    private static Stream<Route> routes(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method ->
                        verbs(method).map(verb -> new Route(path(resource, method), verb)));
    }

    private static Stream<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value);
    }

    private static Pattern path(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String template =
                resource.getAnnotation(Path.class).value()
                        + "/"
                        + (below == null ? "" : below.value());
        return Pattern.compile(
                Arrays.stream(template.split("/", -1))
                        .filter(segment -> !segment.isEmpty())
                        .map(segment -> segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
                        .collect(Collectors.joining("/", ApiApplication.PATH + "/", "/?")));
    }
}
