package dev.vman.inventory;

/** Whether VMs can join a network. */
public enum NetworkState {
    /** Its bridge is being made. */
    CREATING,
    READY,
    /** It is being deleted: no VM may join it any more. */
    DELETING
}
