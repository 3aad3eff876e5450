package dev.vman.api;

import dev.vman.inventory.Reference;
import dev.vman.inventory.Template;
import dev.vman.inventory.Templates;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads templates as they are shown; each call sees what is committed now. */
@Singleton
class TemplateReading implements Collection {
    private final Snapshot snapshot;
    private final Templates templates;

    TemplateReading(Snapshot snapshot, Templates templates) {
        this.snapshot = snapshot;
        this.templates = templates;
    }

    @Override
    public String path() {
        return "templates";
    }

    @Override
    public Read<TemplateView> read(UUID id) {
        return read(new Reference.ById(id));
    }

    Read<TemplateView> read(Reference reference) {
        return snapshot.read(() -> {
            Template row = templates.require(reference);
            return new Read<>(TemplateView.of(row), row.id, row.version);
        });
    }

    Items<TemplateView> list(ListParameters part) {
        List<TemplateView> oneMore =
                snapshot.read(
                        () -> templates.list(part.page()).stream().map(TemplateView::of).toList());
        return Items.of(oneMore, part.size(), TemplateView::name);
    }
}
