/** Structured data (schema.org, JSON-LD) as it may stand in a page: no text of it can end its element. */
export function structured(data: Record<string, unknown>): string {
  return JSON.stringify({ "@context": "https://schema.org", ...data }).replaceAll("<", "\\u003c");
}

/** What a lesson is. @see https://schema.org/LearningResource */
export function lessonData(lesson: {
  title: string;
  description: string;
  /** Minutes. */
  duration: number;
  objectives: readonly string[];
  /** Day of the last change, `2026-11-22`. */
  changed: string | undefined;
}): Record<string, unknown> {
  return {
    "@type": "LearningResource",
    name: lesson.title,
    description: lesson.description,
    inLanguage: "fr",
    learningResourceType: "Leçon avec exercices",
    timeRequired: `PT${lesson.duration}M`,
    teaches: lesson.objectives,
    isAccessibleForFree: true,
    license: "https://www.apache.org/licenses/LICENSE-2.0",
    ...(lesson.changed ? { dateModified: lesson.changed } : {}),
    isPartOf: { "@type": "Course", name: "Atelier Conteneurs" },
  };
}

/** What the course is. @see https://schema.org/Course */
export function courseData(description: string, minutes: number): Record<string, unknown> {
  return {
    "@type": "Course",
    name: "Atelier Conteneurs",
    description,
    inLanguage: "fr",
    isAccessibleForFree: true,
    provider: { "@type": "Organization", name: "Atelier Conteneurs" },
    hasCourseInstance: {
      "@type": "CourseInstance",
      courseMode: "Online",
      courseWorkload: `PT${minutes}M`,
    },
  };
}
