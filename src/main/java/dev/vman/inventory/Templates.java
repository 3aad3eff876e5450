package dev.vman.inventory;

import dev.vman.journal.Events;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The templates' table. */
@ApplicationScoped
public class Templates implements NamedRows<Template> {
    private final Events events;
    private final Clock clock;

    Templates(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "template";
    }

    /** In the order of names. */
    public List<Template> list(Page page) {
        return find("name > ?1 order by name", page.after()).page(0, page.limit()).list();
    }

    public void add(Template template) {
        Instant now = clock.instant();
        template.createdAt = now;
        template.updatedAt = now;
        persistAndFlush(template);
        events.append("template.created", template.target(), Map.of());
    }

    public void changed(Template template) {
        template.updatedAt = clock.instant();
        getEntityManager().flush();
        events.append("template.changed", template.target(), Map.of());
    }

    public void remove(Template template) {
        events.append("template.deleted", template.target(), Map.of());
        delete(template);
        getEntityManager().flush();
    }
}
