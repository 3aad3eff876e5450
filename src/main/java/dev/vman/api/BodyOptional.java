package dev.vman.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A body that may be left out, which is like an empty object. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface BodyOptional {}
