package dev.metier.stats;

/// A closed interval.
public record Interval(double low, double high) {}
