package dev.vman.api;

import dev.vman.Failure;
import dev.vman.inventory.Reference;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import dev.vman.operator.CappedLog;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a VM's guest and its QEMU have said; untrusted bytes, shown as text. */
@Path("vms/{vm}")
@Produces(VmOutputResource.TEXT)
@RunOnVirtualThread
@Tag(name = "VMs")
public class VmOutputResource {
    static final String TEXT = "text/plain;charset=utf-8";
    private static final int TAIL_BYTES = 64 << 10;
    private final VmReading reading;
    private final StorageLayout storage;

    VmOutputResource(VmReading reading, StorageLayout storage) {
        this.reading = reading;
        this.storage = storage;
    }

    @GET
    @Path("console")
    @Operation(
            operationId = "getConsole",
            summary = "The last 64 KiB of the serial line, also of a stopped VM")
    public String console(@PathParam("vm") String vm) {
        return tail(folder(vm).consoleLog());
    }

    @GET
    @Path("log")
    @Operation(operationId = "getLog", summary = "The last 64 KiB of QEMU's own output")
    public String log(@PathParam("vm") String vm) {
        return tail(folder(vm).qemuLog());
    }

    private VmFolder folder(String vm) {
        return storage.vm(reading.id(Reference.parse(vm)));
    }

    private static String tail(java.nio.file.Path file) {
        try {
            return new String(CappedLog.standard(file).tail(TAIL_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new Failure.HostFailure(
                    "output-unreadable", "The file can't be read: " + e.getMessage(), null, e);
        }
    }
}
