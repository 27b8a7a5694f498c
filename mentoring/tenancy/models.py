"""The first wall: models whose every query carries the organization, or raises.

The organization is bound when SQL is compiled, so a queryset may be built anywhere and no method
of it can be forgotten.
"""

from django.db import models
from django.db.models.sql.where import WhereNode

from mentoring.tenancy import context
from mentoring.tenancy.constraints import TenantKey, TenantReference, TenantWall
from mentoring.tenancy.keys import uuid7


class CurrentOrganization(models.Expression):
    """The organization in force, looked up at the moment the query is compiled."""

    def __init__(self):
        super().__init__(output_field=models.UUIDField())

    def as_sql(self, compiler, connection):
        return "%s", [context.current().organization_id]

    def __deepcopy__(self, memo):
        return self


class TenantQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for row in objs:
            row.stamp()
        return super().bulk_create(objs, *args, **kwargs)

    def raw(self, *args, **kwargs):
        raise NotImplementedError("tenant models are read through the ORM")

    raw.queryset_only = True


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(organization_id=CurrentOrganization())


def add_constraint(model, constraint):
    """Add a constraint as if the model's ``Meta`` had declared it.

    Historical models of migrations carry theirs already.
    """
    if model._meta.abstract or model.__module__ == "__fake__" or not model._meta.managed:
        return
    model._meta.constraints = [*model._meta.constraints, constraint]
    model._meta.original_attrs["constraints"] = model._meta.constraints


class OrganizationField(models.ForeignKey):
    """The organization of a row; brings the table's key and wall with it."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("to", "organizations.Organization")
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs.update(editable=False, db_index=False, related_name="+")
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        model = cls.__name__.lower()
        add_constraint(cls, TenantKey(name=f"{model}_key"))
        add_constraint(
            cls, TenantWall(name=f"{model}_wall", kind=getattr(cls, "wall", "organization"))
        )


class TenantForeignKey(models.ForeignKey):
    """A foreign key inside the organization, in joins, look-ups and the database alike."""

    def __init__(self, *args, **kwargs):
        kwargs["db_constraint"] = kwargs["db_index"] = False  # TenantReference makes both
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        kwargs.pop("db_index", None)
        return name, path, args, kwargs

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        reference = TenantReference(name=f"{cls.__name__.lower()}_{name}_fk", field=name)
        add_constraint(cls, reference)

    def get_extra_restriction(self, alias, related_alias):
        if not alias or not related_alias:
            return None
        near = self.model._meta.get_field("organization")
        far = self.related_model._meta.get_field("organization")
        node = WhereNode()
        same = near.get_lookup("exact")(near.get_col(related_alias), far.get_col(alias))
        node.add(same, "AND")
        return node

    def get_extra_descriptor_filter(self, instance):
        return {"organization_id": instance.organization_id}


class TenantModel(models.Model):
    """A row of one organization. Saved and deleted only inside that organization's context."""

    wall = "organization"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = OrganizationField()

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"  # save, refresh, related objects and cascades are scoped too

    def save(self, *args, **kwargs):
        self.stamp()
        return super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.stamp()
        return super().delete(*args, **kwargs)

    def stamp(self):
        """Take the organization in force, or raise ``CrossTenant`` if the row has another."""
        organization_id = context.current().organization_id
        if self.organization_id is None:
            self.organization_id = organization_id
        elif self.organization_id != organization_id:
            raise context.CrossTenant(f"{type(self).__name__} belongs to another organization")
