import { TagGroup as AriaTagGroup, Button, Label, Tag, TagList } from 'react-aria-components/TagGroup';
import { useTranslation } from 'react-i18next';

interface TagGroupProps {
  readonly label: string;
  readonly tags: readonly { readonly id: string; readonly label: string }[];
  readonly none: string;
  readonly onRemove: (id: string) => void;
}

/** What was chosen, each to be taken away by its cross or by the key that deletes; arrows go from one to the next. */
export function TagGroup({ label, tags, none, onRemove }: TagGroupProps) {
  const { t } = useTranslation();
  return (
    <AriaTagGroup
      className="tags"
      onRemove={(keys) => {
        for (const key of keys) onRemove(String(key));
      }}
    >
      <Label className="field-label">{label}</Label>
      <TagList className="tag-list" items={tags} renderEmptyState={() => none}>
        {(tag) => (
          <Tag id={tag.id} textValue={tag.label} className="tag">
            {tag.label}
            <Button slot="remove" className="tag-remove" aria-label={t('parts.remove', { name: tag.label })}>
              <span aria-hidden="true">×</span>
            </Button>
          </Tag>
        )}
      </TagList>
    </AriaTagGroup>
  );
}
