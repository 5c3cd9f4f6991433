class Ability
  include CanCan::Ability
  include Roles::Permit

  def initialize(user)
    return unless user

    # What each role may do is in config/models/roles.yml.
    permit user, through: :memberships, parent: :team

    can :manage, User, id: user.id
    can :read, User, id: user.collaborating_user_ids
    can :destroy, Membership, user_id: user.id
    can :manage, Invitation, id: Invitation.where(team: user.teams).ids
    can :create, Team
    # People see the tokens that were made by hand; those from OAuth belong to whoever signed in.
    can :manage, Platform::AccessToken, application: {team_id: user.team_ids}, provisioned: true
  end
end
