package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a machine boots with. */
public enum Firmware {
    /** SeaBIOS, which QEMU brings. */
    @JsonProperty("bios")
    BIOS,
    /** OVMF, which has to be installed. */
    @JsonProperty("uefi")
    UEFI
}
