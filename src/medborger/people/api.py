from ninja import ModelSchema, Router

from medborger.people.http import LoggedInRequest
from medborger.people.models import User

router = Router(tags=["people"])


class MeOut(ModelSchema):
    class Meta:
        model = User
        fields = ["id", "name", "email", "language"]


@router.get("/me", response=MeOut, summary="Who the token or session belongs to")
def me(request: LoggedInRequest) -> User:
    return request.user
