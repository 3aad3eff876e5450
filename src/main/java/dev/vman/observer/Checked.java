package dev.vman.observer;

/** Numbers of things that a pass has looked at. */
public record Checked(
        int vms,
        int disks,
        int processes,
        int diskFiles,
        int vmFolders,
        int machines,
        int images) {}
