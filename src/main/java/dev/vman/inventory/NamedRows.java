package dev.vman.inventory;

import dev.vman.Failure;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import java.util.Optional;
import java.util.UUID;

/**
 * Rows that people find by id or by name.
 *
 * @param <T> an entity with an {@code id} and a unique {@code name}
 */
public interface NamedRows<T> extends PanacheRepositoryBase<T, UUID> {
    /** Such as {@code vm}, as errors call it. */
    String type();

    default Optional<T> lookUp(Reference reference) {
        return switch (reference) {
            case Reference.ById(UUID id) -> findByIdOptional(id);
            case Reference.ByName(String name) -> find("name", name).firstResultOptional();
        };
    }

    /** Throws {@link Failure.NotFound}. */
    default T require(Reference reference) {
        return lookUp(reference).orElseThrow(() -> new Failure.NotFound(type(), shown(reference)));
    }

    /** Throws {@link Failure.NotFound}. */
    default T require(UUID id) {
        return require(new Reference.ById(id));
    }

    private static String shown(Reference reference) {
        String text =
                switch (reference) {
                    case Reference.ById(UUID id) -> id.toString();
                    case Reference.ByName(String name) -> name;
                };
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
