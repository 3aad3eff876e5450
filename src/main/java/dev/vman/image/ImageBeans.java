package dev.vman.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.host.Commands;
import dev.vman.host.HostFacts;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.StorageSpace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of this room's plain classes. */
@ApplicationScoped
class ImageBeans {
    private final boolean dryRun;

    ImageBeans(@ConfigProperty(name = "vman.operator.dry-run") boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Produces
    @Singleton
    ImageImport imageImport(
            ImageConfig config,
            StorageLayout layout,
            Commands commands,
            HostFacts host,
            StorageSpace space,
            ObjectMapper json) {
        ImageLimits limits = ImageLimits.of(config);
        ImportFolders folders =
                new ImportFolders(config.importPaths().orElseGet(() -> List.of(layout.imports())));
        WebFetch web =
                new WebFetch(
                        config.allowedHosts().orElse(List.of()),
                        new PublicAddresses(),
                        InetAddress::getAllByName);
        ConversionUsers users =
                host.effectiveUid() == 0
                        ? ConversionUsers.of(config.uidRange())
                        : ConversionUsers.ofTheDaemon();
        ImageConversion conversion =
                dryRun
                        ? new DryRunConversion()
                        : new QemuImgConversion(commands, users, config.convertTimeout());
        return new ImageImport(
                layout,
                new Sources(folders, web, limits),
                conversion,
                limits,
                space::require,
                new ImageNotes(layout, json),
                dryRun);
    }

    @Produces
    @Singleton
    ImageFiles imageFiles(
            ImageConfig config, StorageLayout layout, ProcessTable processes, ObjectMapper json) {
        return new ImageFiles(
                layout, processes, new ImageNotes(layout, json), ImageLimits.of(config), dryRun);
    }
}
