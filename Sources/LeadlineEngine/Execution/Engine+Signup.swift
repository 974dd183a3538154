import LeadlineDomain

extension Engine {
    /// Admits a write of somebody who has not logged in: a sign-up, where they are taken and not
    /// too many have come from the same address.
    func admitApplicant(_ session: Session) throws(Rejection) {
        guard settings.isSignupOpen else { throw .notLoggedIn }
        let count = applications.mark(session.peer, at: clock.now)
        guard count <= EngineLimits.applicationsPerAddressMax else {
            throw Rejection(
                .limit,
                "at most \(EngineLimits.applicationsPerAddressMax) sign-ups from one address; "
                    + "try again in an hour")
        }
    }
}
